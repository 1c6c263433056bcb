import { randomUUID } from 'node:crypto';
import { Anthropic, AnthropicError } from '@anthropic-ai/sdk';
import { usageReport } from '../../usage/host/usage-api';
import { TurnContext } from './claude-runtime';

type Stream = ReturnType<Anthropic['messages']['stream']>;

/**
 * Reports a reply while it streams, and its calls of tools and its usage when it is complete: a reply that breaks off
 * asks for nothing. Errors: what the SDK throws.
 */
export async function reportStream(stream: Stream, context: TurnContext): Promise<Anthropic.Message> {
    const blocks = new Map<number, string>();
    try {
        await reportBlocks(stream, blocks, context);
    } finally {
        for (const blockId of blocks.values()) {
            void context.report({ type: 'block-ended', blockId });
        }
    }
    const message = await stream.finalMessage();
    if (message.stop_reason === null) {
        throw new AnthropicError('the reply ended before it was complete');
    }
    reportCalls(message, context);
    void context.report(usageReport(message.model, message.usage));
    return message;
}

/** `blocks`: those that are open, by their number. */
async function reportBlocks(stream: Stream, blocks: Map<number, string>, context: TurnContext): Promise<void> {
    for await (const event of stream) {
        switch (event.type) {
            case 'content_block_start': {
                const kind = event.content_block.type;
                if (kind === 'text' || kind === 'thinking') {
                    const blockId = randomUUID();
                    blocks.set(event.index, blockId);
                    void context.report({ type: 'block-started', turnId: context.turnId, blockId, kind });
                }
                break;
            }
            case 'content_block_delta': {
                const blockId = blocks.get(event.index);
                const text = textOf(event.delta);
                if (blockId && text) {
                    void context.report({ type: 'block-delta', blockId, text });
                }
                break;
            }
            case 'content_block_stop': {
                const blockId = blocks.get(event.index);
                if (blockId) {
                    blocks.delete(event.index);
                    void context.report({ type: 'block-ended', blockId });
                }
                break;
            }
            default:
                break;
        }
    }
}

function reportCalls(message: Anthropic.Message, context: TurnContext): void {
    for (const block of message.content) {
        if (block.type === 'tool_use' && message.stop_reason === 'tool_use') {
            const input = block.input as Record<string, unknown>;
            void context.report({
                type: 'tool-requested',
                turnId: context.turnId,
                toolUseId: block.id,
                name: block.name,
                input
            });
        }
    }
}

function textOf(delta: Anthropic.RawContentBlockDelta): string | undefined {
    switch (delta.type) {
        case 'text_delta':
            return delta.text;
        case 'thinking_delta':
            return delta.thinking;
        default:
            return undefined;
    }
}

import { randomUUID } from 'node:crypto';
import { Anthropic, AnthropicError } from '@anthropic-ai/sdk';
import { usageReport } from '../../usage/host/usage-api';
import { TurnContext } from './claude-runtime';

type Stream = ReturnType<Anthropic['messages']['stream']>;

/**
 * Reports one reply while it streams, and its calls of tools and its usage when it is complete: a reply that breaks off
 * asks for nothing. What that leaves is taken back when the next reply begins, or closed with the turn.
 */
export class MessageStreamReporter {
    /** The ids of the blocks that were begun, by their number. */
    private readonly blocks = new Map<number, string>();
    private begun = false;

    /** `broken`: the reply that broke off before, if this one is to be in its place. */
    constructor(
        private readonly context: TurnContext,
        private readonly broken?: MessageStreamReporter
    ) {}

    /** Whether something of the reply has come. */
    get hasBegun(): boolean {
        return this.begun;
    }

    /** Resolves with the whole reply. Errors: what the SDK throws. */
    async report(stream: Stream): Promise<Anthropic.Message> {
        for await (const event of stream) {
            this.reportEvent(event);
        }
        const message = await stream.finalMessage();
        if (message.stop_reason === null) {
            throw new AnthropicError('the reply ended before it was complete');
        }
        this.reportCalls(message);
        void this.context.report(usageReport(message.model, message.usage));
        return message;
    }

    private reportEvent(event: Anthropic.RawMessageStreamEvent): void {
        switch (event.type) {
            case 'message_start':
                this.begun = true;
                this.broken?.takeBack();
                break;
            case 'content_block_start':
                return this.startBlock(event.index, event.content_block.type);
            case 'content_block_delta': {
                const blockId = this.blocks.get(event.index);
                const text = textOf(event.delta);
                if (blockId && text) {
                    void this.context.report({ type: 'block-delta', blockId, text });
                }
                break;
            }
            case 'content_block_stop': {
                const blockId = this.blocks.get(event.index);
                if (blockId) {
                    void this.context.report({ type: 'block-ended', blockId });
                }
                break;
            }
            default:
                break;
        }
    }

    private startBlock(index: number, kind: Anthropic.ContentBlock['type']): void {
        if (kind === 'text' || kind === 'thinking') {
            const blockId = randomUUID();
            this.blocks.set(index, blockId);
            void this.context.report({ type: 'block-started', turnId: this.context.turnId, blockId, kind });
        }
    }

    /** It is said again from the beginning: none of its blocks counts. */
    private takeBack(): void {
        for (const blockId of this.blocks.values()) {
            void this.context.report({ type: 'block-ended', blockId, cut: true });
        }
    }

    private reportCalls(message: Anthropic.Message): void {
        for (const block of message.content) {
            if (block.type === 'tool_use' && message.stop_reason === 'tool_use') {
                const input = block.input as Record<string, unknown>;
                void this.context.report({
                    type: 'tool-requested',
                    turnId: this.context.turnId,
                    toolUseId: block.id,
                    name: block.name,
                    input
                });
            }
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

import { randomUUID } from 'node:crypto';
import type {
    SDKAPIRetryMessage,
    SDKAssistantMessage,
    SDKMessage,
    SDKPartialAssistantMessage,
    SDKUserMessage
} from '@anthropic-ai/claude-agent-sdk';
import { sayRetry } from '../domain/api-failure';
import { cutMiddle } from '../domain/cut-middle';
import { RuntimeReport } from './claude-runtime';
import { KeptBlocks, NO_PICTURES, pictureNameOf, toldResult, ToldResult } from './result-pictures';

/** With what Claude Code adds to the end of a message that broke off, and the types of its SDK leave out. */
type PartialMessage = SDKPartialAssistantMessage & { abandoned_blocks?: { from_block_index: number } };

/**
 * Says in our events what Claude Code says in messages of its SDK. Text comes in pieces while it streams and once more
 * as a whole; only what was not streamed is taken from the whole. What sub-agents say and call is told as a whole, with the call
 * that started them.
 */
export class SdkMessageTranslator {
    /** Blocks of the message that streams now, by their number in it. */
    private blocks = new Map<number, string>();
    /** Whether the person was told that Claude cannot be reached; once until something comes again. */
    private isUnreachable = false;
    /** Messages whose text came in pieces. */
    private readonly streamed = new Set<string>();
    /** Calls, and how a picture in their result is called. */
    private readonly requested = new Map<string, string>();
    private readonly started = new Set<string>();
    private readonly finished = new Set<string>();
    private stopped = false;

    constructor(private readonly turnId: string) {}

    /** What is to be reported for one message, in order. `pictures`: what became of those of its results. */
    translate(message: SDKMessage, pictures: KeptBlocks = NO_PICTURES): RuntimeReport[] {
        switch (message.type) {
            case 'stream_event':
                return message.parent_tool_use_id === null ? this.pieces(message) : [];
            case 'assistant':
                return this.whole(message);
            case 'user':
                return this.results(message, pictures);
            case 'tool_progress':
                return this.start(message.tool_use_id);
            case 'system':
                return this.system(message);
            default:
                return [];
        }
    }

    /** A call that a person allowed begins now. */
    start(toolUseId: string): RuntimeReport[] {
        if (!this.requested.has(toolUseId) || this.started.has(toolUseId) || this.finished.has(toolUseId)) {
            return [];
        }
        this.started.add(toolUseId);
        return [{ type: 'tool-started', toolUseId }];
    }

    /** A call that nobody has heard of yet: the question for it came before its message. */
    request(
        toolUseId: string,
        name: string,
        input: Record<string, unknown>,
        parent: string | null = null
    ): RuntimeReport[] {
        if (this.requested.has(toolUseId)) {
            return [];
        }
        this.requested.set(toolUseId, pictureNameOf(input));
        const { turnId } = this;
        return [{ type: 'tool-requested', turnId, toolUseId, name: name.slice(0, 200), input, ...within(parent) }];
    }

    /** How a picture in the result of a call is called; undefined where no result of it is waited for. */
    pictureName(toolUseId: string): string | undefined {
        return this.finished.has(toolUseId) ? undefined : this.requested.get(toolUseId);
    }

    /** A person stopped the turn: what Claude Code then says of a call that ran ("rejected") would mislead. */
    stop(): void {
        this.stopped = true;
    }

    /** A person refused: what Claude Code says of it later is no second outcome. */
    deny(toolUseId: string, output: string): RuntimeReport[] {
        return this.finish(toolUseId, 'denied', { output, pictures: [] });
    }

    private pieces({ event, abandoned_blocks: abandoned }: PartialMessage): RuntimeReport[] {
        switch (event.type) {
            case 'message_start':
                this.isUnreachable = false;
                this.streamed.add(event.message.id);
                return this.takeBack();
            case 'content_block_start':
                return this.startBlock(event.index, event.content_block.type);
            case 'content_block_delta': {
                const blockId = this.blocks.get(event.index);
                const { delta } = event;
                const text =
                    delta.type === 'text_delta' ? delta.text : delta.type === 'thinking_delta' ? delta.thinking : '';
                return blockId && text ? [{ type: 'block-delta', blockId, text }] : [];
            }
            case 'content_block_stop': {
                const blockId = this.blocks.get(event.index);
                return blockId ? [{ type: 'block-ended', blockId }] : [];
            }
            case 'message_stop':
                this.settleBlocks(abandoned?.from_block_index ?? Infinity);
                return [];
            default:
                return [];
        }
    }

    private startBlock(index: number, kind: string): RuntimeReport[] {
        if (kind !== 'text' && kind !== 'thinking') {
            return [];
        }
        const blockId = randomUUID();
        this.blocks.set(index, blockId);
        return [{ type: 'block-started', turnId: this.turnId, blockId, kind }];
    }

    /** The message is over. When it broke off, Claude Code closes it all the same and names what it will say again. */
    private settleBlocks(abandonedFrom: number): void {
        this.blocks = new Map([...this.blocks].filter(([index]) => index >= abandonedFrom));
    }

    /** A message that did not come to its end broke off, and is said again by the next one: none of its blocks counts. */
    private takeBack(): RuntimeReport[] {
        const blocks = [...this.blocks.values()];
        this.blocks = new Map();
        return blocks.map(blockId => ({ type: 'block-ended', blockId, cut: true }));
    }

    private system(message: Extract<SDKMessage, { type: 'system' }>): RuntimeReport[] {
        switch (message.subtype) {
            case 'api_retry':
                return this.retryNotice(message);
            case 'compact_boundary':
                return [{ type: 'notice', level: 'info', text: 'The conversation was summarised to make room.' }];
            default:
                return [];
        }
    }

    private retryNotice({ error_status: status, retry_delay_ms: delayMs }: SDKAPIRetryMessage): RuntimeReport[] {
        if (status === null && this.isUnreachable) {
            return [];
        }
        this.isUnreachable = status === null;
        return [{ type: 'notice', level: 'warning', text: sayRetry(status ?? undefined, delayMs) }];
    }

    private whole({ message, parent_tool_use_id: parent, error }: SDKAssistantMessage): RuntimeReport[] {
        const isNews = error === undefined && (parent !== null || !this.streamed.has(message.id));
        const said = message.content.flatMap(block => {
            if (block.type === 'tool_use') {
                return this.request(block.id, block.name, block.input as Record<string, unknown>, parent);
            }
            return isNews ? this.wholeBlock(block, parent) : [];
        });
        return isNews && parent === null ? [...this.takeBack(), ...said] : said;
    }

    private wholeBlock(
        block: { type: string; text?: string; thinking?: string },
        parent: string | null
    ): RuntimeReport[] {
        const text = block.type === 'text' ? block.text : block.type === 'thinking' && parent ? block.thinking : '';
        if (!text) {
            return [];
        }
        const blockId = randomUUID();
        const kind = block.type === 'thinking' ? 'thinking' : 'text';
        return [
            { type: 'block-started', turnId: this.turnId, blockId, kind, ...within(parent) },
            { type: 'block-delta', blockId, text },
            { type: 'block-ended', blockId }
        ];
    }

    private results({ message }: Pick<SDKUserMessage, 'message'>, kept: KeptBlocks): RuntimeReport[] {
        if (typeof message.content === 'string') {
            return [];
        }
        return message.content.flatMap(block =>
            block.type === 'tool_result'
                ? this.finish(block.tool_use_id, block.is_error ? 'error' : 'done', toldResult(block.content, kept))
                : []
        );
    }

    private finish(toolUseId: string, outcome: 'done' | 'error' | 'denied', told: ToldResult): RuntimeReport[] {
        if (!this.requested.has(toolUseId) || this.finished.has(toolUseId)) {
            return [];
        }
        const started = outcome === 'done' ? this.start(toolUseId) : [];
        this.finished.add(toolUseId);
        const isStopped = this.stopped && outcome === 'error';
        const { output, pictures } = isStopped ? { output: 'Stopped by the user.', pictures: [] } : told;
        const shown = pictures.length > 0 ? { pictures } : {};
        return [...started, { type: 'tool-finished', toolUseId, outcome, output: cutMiddle(output), ...shown }];
    }
}

/** Whether Claude Code tries again and again with a key that will not be accepted any more. */
export function isHopelessRetry(message: SDKMessage): message is SDKAPIRetryMessage {
    return (
        message.type === 'system' && message.subtype === 'api_retry' && [401, 403].includes(message.error_status ?? 0)
    );
}

/** Whether the API did not accept who asks. */
export function isRefusal(message: SDKMessage): boolean {
    return isHopelessRetry(message) || (message.type === 'assistant' && message.error === 'authentication_failed');
}

/** The call that started the sub-agent, if it is one that speaks. */
function within(parent: string | null): { parentToolUseId?: string } {
    return parent === null ? {} : { parentToolUseId: parent };
}

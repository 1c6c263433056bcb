import { ClaudeEvent, ClaudeEventBody, MessageAttachment } from '../../conversation/common/claude-events';
import { liveEvents } from '../../conversation/domain/live-events';

type TextBlock = { type: 'text'; text: string };
/** Its bytes are with the session. */
export type PictureBlock = { type: 'image'; attachment: MessageAttachment };
type ResultBlock = {
    type: 'tool_result';
    tool_use_id: string;
    content: string | (TextBlock | PictureBlock)[];
    is_error: boolean;
};

/** One block of a message to the Messages API. */
export type MessageBlock =
    | TextBlock
    | PictureBlock
    | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }
    | ResultBlock;

/** One message to the Messages API. */
export interface ProjectedMessage {
    role: 'user' | 'assistant';
    content: MessageBlock[];
}

const INTERRUPTED = '[Interrupted by the user]';

/**
 * The log of a session as the Messages API wants it. Each call of a tool is followed by its result at once, calls
 * whose result is missing get one that says so, and empty texts are left out. Thinking is not sent back, nor are turns
 * that the session went back from; of what was summarised, the summary is. A picture that a tool gave back is sent in the
 * turn that asked for it, and named later: one that the API refuses ends one turn, and not the session.
 */
export function projectMessages(events: readonly ClaudeEvent[]): ProjectedMessage[] {
    const live = liveEvents(events);
    const compacted = live.findLast(({ body }) => body.type === 'compacted');
    const summary = compacted?.body.type === 'compacted' ? compacted.body : undefined;
    const projection = new MessageProjection();
    let toSummarise = summary;
    for (const { seq, body } of live) {
        if (toSummarise && seq > toSummarise.throughSeq) {
            projection.compact(toSummarise.summary);
            toSummarise = undefined;
        }
        projection.add(body);
    }
    return projection.finish();
}

type WaitingMessage = Pick<Extract<ClaudeEventBody, { type: 'user-message' }>, 'messageId' | 'text' | 'attachments'>;

/** Pictures stand before the words about them. */
function blocksOf({ text, attachments = [] }: WaitingMessage): MessageBlock[] {
    return [
        ...attachments.map((attachment): MessageBlock => ({ type: 'image', attachment })),
        ...(text.trim() === '' ? [] : [{ type: 'text' as const, text }])
    ];
}

function resultBlock({
    toolUseId,
    outcome,
    output,
    pictures = []
}: Extract<ClaudeEventBody, { type: 'tool-finished' }>): ResultBlock {
    const result = { type: 'tool_result' as const, tool_use_id: toolUseId, is_error: outcome !== 'done' };
    if (pictures.length === 0) {
        return { ...result, content: output || '(no output)' };
    }
    const words = output.trim() === '' ? [] : [{ type: 'text' as const, text: output }];
    const content = [...words, ...pictures.map((attachment): PictureBlock => ({ type: 'image', attachment }))];
    // the API takes nothing but words of what failed
    return { ...result, content: result.is_error ? resultInWords(content) : content };
}

/** What a result is told as where its pictures are not sent. */
export function resultInWords(content: ResultBlock['content']): string {
    return typeof content === 'string' ? content : content.map(pictureInWords).join('\n');
}

/** As a picture is told where it is not sent. */
export function pictureInWords(block: TextBlock | PictureBlock): string {
    return block.type === 'text' ? block.text : `(a picture: ${block.attachment.name})`;
}

class MessageProjection {
    private messages: ProjectedMessage[] = [];
    private textBlocks = new Map<string, { type: 'text'; text: string }>();
    private results = new Map<string, MessageBlock>();
    /** Results of this turn whose pictures are sent. */
    private readonly pictured: ResultBlock[] = [];
    private reply: MessageBlock[] = [];
    private waiting: WaitingMessage[] = [];
    /** Said into the turn under way; they stand behind the results of the reply that they came in. */
    private steering: WaitingMessage[] = [];
    private remarks: string[] = [];

    /**
     * The summary stands for all that Claude was told up to here, and for its answers. What still waits to be told to it
     * goes on waiting.
     */
    compact(summary: string): void {
        this.reply = [];
        this.results = new Map();
        this.textBlocks = new Map();
        this.messages = [];
        this.push('user', [{ type: 'text', text: `[What was said before, in short]\n${summary}` }]);
    }

    add(body: ClaudeEventBody): void {
        switch (body.type) {
            case 'user-message':
                this.waiting.push(body);
                break;
            case 'message-edited':
                this.waiting = this.waiting.map(message =>
                    message.messageId === body.messageId ? { ...message, text: body.text } : message
                );
                break;
            case 'message-removed':
                this.takeWaiting(body.messageId);
                break;
            case 'message-delivered':
                this.steering.push(...this.takeWaiting(body.messageId));
                break;
            case 'turn-started':
                this.endReply();
                this.pictured.splice(0).forEach(result => (result.content = resultInWords(result.content)));
                this.push(
                    'user',
                    this.remarks.splice(0).map(text => ({ type: 'text', text }))
                );
                this.push('user', this.waiting.splice(0).flatMap(blocksOf));
                break;
            case 'block-started':
                this.nextReplyIfAnswered();
                if (body.kind === 'text') {
                    this.reply.push(this.newText(body.blockId));
                }
                break;
            case 'block-delta':
                this.addText(body.blockId, body.text);
                break;
            case 'block-ended':
                if (body.cut) {
                    this.takeBack(body.blockId);
                }
                break;
            case 'tool-requested':
                this.nextReplyIfAnswered();
                this.reply.push({ type: 'tool_use', id: body.toolUseId, name: body.name, input: body.input });
                break;
            case 'tool-finished':
                this.addResult(resultBlock(body));
                break;
            case 'turn-ended':
                this.endReply();
                if (body.outcome === 'interrupted') {
                    this.remarks.push(INTERRUPTED);
                }
                break;
            default:
                break;
        }
    }

    finish(): ProjectedMessage[] {
        this.endReply();
        return this.messages;
    }

    private addResult(result: ResultBlock): void {
        this.results.set(result.tool_use_id, result);
        if (typeof result.content !== 'string') {
            this.pictured.push(result);
        }
    }

    private takeWaiting(messageId: string): WaitingMessage[] {
        const taken = this.waiting.filter(message => message.messageId === messageId);
        this.waiting = this.waiting.filter(message => message.messageId !== messageId);
        return taken;
    }

    private newText(blockId: string): MessageBlock {
        const block = { type: 'text' as const, text: '' };
        this.textBlocks.set(blockId, block);
        return block;
    }

    private addText(blockId: string, text: string): void {
        const block = this.textBlocks.get(blockId);
        if (block) {
            block.text += text;
        }
    }

    /** It is said again from the beginning by what follows. */
    private takeBack(blockId: string): void {
        const block = this.textBlocks.get(blockId);
        this.reply = this.reply.filter(other => other !== block);
    }

    /** Tools run when a reply is complete, so that a block after a result, or after what was said into it, is of the next. */
    private nextReplyIfAnswered(): void {
        if (this.results.size > 0 || this.steering.length > 0) {
            this.endReply();
        }
    }

    private endReply(): void {
        const reply = this.reply.filter(block => block.type !== 'text' || block.text.trim() !== '');
        const results = reply.flatMap(block => (block.type === 'tool_use' ? [this.resultOf(block.id)] : []));
        this.push('assistant', reply);
        this.push('user', results);
        this.push('user', this.steering.splice(0).flatMap(blocksOf));
        this.reply = [];
        this.results = new Map();
    }

    private resultOf(toolUseId: string): MessageBlock {
        return (
            this.results.get(toolUseId) ?? {
                type: 'tool_result',
                tool_use_id: toolUseId,
                content: 'It is not known what this did.',
                is_error: true
            }
        );
    }

    private push(role: ProjectedMessage['role'], content: MessageBlock[]): void {
        const last = this.messages.at(-1);
        if (content.length === 0) {
            return;
        }
        if (last?.role === role) {
            last.content.push(...content);
        } else {
            this.messages.push({ role, content });
        }
    }
}

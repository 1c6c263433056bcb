import { RuntimeProvider, TurnMessage } from '../../runtime/host/runtime-api';
import { ClaudeErrors } from '../common/claude-errors';
import { ClaudeEventBody } from '../common/claude-events';
import { UnansweredMessage } from '../domain/conversation';
import { EventRecorder } from './event-recorder';

/** How many messages may wait for an answer. */
const MAX_UNANSWERED = 50;

/**
 * The messages that wait for a turn: taken one after the other in the order in which they came, each once, and changed or
 * taken back as long as no turn has them. Everything resolves when it is on the disk.
 */
export class MessageQueue {
    private last: Promise<unknown> = Promise.resolve();
    /** Messages that the person wants in the turn under way. */
    private readonly wanted = new Set<string>();
    private listener: () => void = () => undefined;

    constructor(
        private readonly recorder: EventRecorder,
        private readonly provider: RuntimeProvider,
        /** Each throws: when no message is taken now, and when none can be changed any more. */
        private readonly refuse: { messages(): void; changes(): void }
    ) {}

    /** Fails with `claude.ended`, `claude.no-key`, `claude.too-many-messages`, and as `refuse` does. A message that was taken before is not taken again. */
    take(message: TurnMessage): Promise<void> {
        return this.inOrder(() => this.takeOnce(message));
    }

    /** Fails with `claude.message-taken`. */
    edit(messageId: string, text: string): Promise<void> {
        return this.change(messageId, { type: 'message-edited', messageId, text });
    }

    /** Fails with `claude.message-taken`. */
    remove(messageId: string): Promise<void> {
        return this.change(messageId, { type: 'message-removed', messageId });
    }

    /** Wants a message in the turn under way. Fails with `claude.message-taken`. */
    async steer(messageId: string): Promise<void> {
        this.waiting(messageId);
        this.wanted.add(messageId);
        this.listener();
    }

    /** Tells from now on when there is something for the turn; replaced by the next turn. */
    onSteering(listener: () => void): void {
        this.listener = listener;
        if (this.wanted.size > 0) {
            listener();
        }
    }

    /** What the turn is given of that: each message once, recorded before. */
    async takeSteering(turnId: string): Promise<readonly UnansweredMessage[]> {
        const { conversation } = this.recorder;
        const taken = conversation.unanswered.filter(({ messageId }) => this.wanted.has(messageId));
        this.wanted.clear();
        await this.recorder.record(
            ...taken.map(({ messageId }): ClaudeEventBody => ({ type: 'message-delivered', messageId, turnId }))
        );
        return taken;
    }

    /** The turn is over: what it did not take waits like any other message. */
    endSteering(): void {
        this.wanted.clear();
        this.listener = () => undefined;
    }

    private async takeOnce({ messageId, text, attachments }: TurnMessage): Promise<void> {
        const { conversation } = this.recorder;
        this.refuse.messages();
        if (conversation.messageIds.has(messageId)) {
            await this.recorder.flushed();
            return;
        }
        if (conversation.unanswered.length >= MAX_UNANSWERED) {
            throw ClaudeErrors.tooManyMessages({ limit: MAX_UNANSWERED });
        }
        const usability = await this.provider.check();
        if (!usability.usable) {
            throw ClaudeErrors.noKey({ reason: usability.reason });
        }
        this.refuse.messages();
        const pictures = attachments?.length ? { attachments: [...attachments] } : {};
        await this.recorder.record({ type: 'user-message', messageId, text, ...pictures });
    }

    private change(messageId: string, event: ClaudeEventBody): Promise<void> {
        return this.inOrder(async () => {
            this.refuse.changes();
            this.waiting(messageId);
            await this.recorder.record(event);
        });
    }

    private waiting(messageId: string): void {
        if (!this.recorder.conversation.unanswered.some(message => message.messageId === messageId)) {
            throw ClaudeErrors.messageTaken();
        }
    }

    private inOrder<T>(work: () => Promise<T>): Promise<T> {
        const done = this.last.then(work);
        this.last = done.catch(() => undefined);
        return done;
    }
}

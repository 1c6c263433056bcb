import type { MessageAttachment } from '../common/claude-events';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';

/**
 * A message on its way to the session. `waiting`: not yet taken by the host. `sent`: taken, but its event has not come
 * back yet. `refused`: the host will not take it as things are; it is kept for the person to decide.
 */
export interface OutboxMessage {
    readonly messageId: string;
    readonly text: string;
    readonly attachments?: readonly MessageAttachment[];
    /** `steer`: into the turn under way, where the runtime can. */
    readonly delivery?: 'queue' | 'steer';
    readonly state: 'waiting' | 'sent' | 'refused';
    /** Why it was refused, for people. */
    readonly problem?: string;
    /** It was refused because nothing could answer it: no key, and nobody signed in. */
    readonly unanswerable?: boolean;
}

/** What a person sends. */
export type NewMessage = Pick<OutboxMessage, 'text' | 'attachments' | 'delivery'>;

/** What the outbox needs of the world. */
export interface OutboxPorts {
    /** Gives one message to the host. The same id again is no second message there. */
    send(message: NewMessage & { messageId: string }): Promise<void>;
    /** Keeps the messages over a reload. */
    save(messages: readonly OutboxMessage[]): Promise<void>;
    changed(): void;
    newId(): string;
}

/**
 * Messages from the moment a person sends them until their event is in the log. They go out one at a time, in order,
 * and again after every reconnect until they are seen; the host records each once. Methods never throw.
 */
export class Outbox {
    messages: readonly OutboxMessage[] = [];
    private flushing = false;

    constructor(private readonly ports: OutboxPorts) {}

    /** Takes over what an earlier page left. What was refused still waits for the person to decide. */
    restore(messages: readonly OutboxMessage[]): void {
        const known = new Set(this.messages.map(message => message.messageId));
        const left = messages.filter(message => !known.has(message.messageId));
        this.replace([
            ...left.map(message => (message.state === 'refused' ? message : asWaiting(message))),
            ...this.messages
        ]);
    }

    add(message: NewMessage): void {
        this.replace([...this.messages, { messageId: this.ports.newId(), ...message, state: 'waiting' }]);
    }

    remove(messageId: string): void {
        this.replace(this.messages.filter(message => message.messageId !== messageId));
    }

    retry(messageId: string): void {
        this.replace(this.messages.map(message => (message.messageId === messageId ? asWaiting(message) : message)));
    }

    /** There is something that answers now. What was refused for another reason still waits for the person. */
    retryUnanswerable(): void {
        if (this.messages.some(message => message.unanswerable)) {
            this.replace(this.messages.map(message => (message.unanswerable ? asWaiting(message) : message)));
        }
    }

    /** These are in the log now; the outbox is done with them. */
    settle(isRecorded: (messageId: string) => boolean): void {
        if (this.messages.some(message => isRecorded(message.messageId))) {
            this.replace(this.messages.filter(message => !isRecorded(message.messageId)));
        }
    }

    /** The connection is new: what was sent over the old one may not have arrived. */
    reconnected(): void {
        if (this.messages.some(message => message.state === 'sent')) {
            this.replace(this.messages.map(message => (message.state === 'sent' ? asWaiting(message) : message)));
        }
    }

    /**
     * Sends what waits. Resolves to `later` when the host could not be reached and it should be tried again, else to
     * `done`. While one call is under way, another resolves to `done` at once: the first takes all.
     */
    async flush(): Promise<'done' | 'later'> {
        if (this.flushing) {
            return 'done';
        }
        this.flushing = true;
        try {
            for (let next = this.nextWaiting(); next; next = this.nextWaiting()) {
                if ((await this.sendOne(next)) === 'later') {
                    return 'later';
                }
            }
            return 'done';
        } finally {
            this.flushing = false;
        }
    }

    private nextWaiting(): OutboxMessage | undefined {
        return this.messages.find(message => message.state === 'waiting');
    }

    private async sendOne(message: OutboxMessage): Promise<'done' | 'later'> {
        const { messageId } = message;
        try {
            await this.ports.send(letterOf(message));
            this.change(messageId, { state: 'sent' });
            return 'done';
        } catch (thrown) {
            const error = asDispatchError(thrown);
            if (error.kind === 'unavailable' && error.code !== 'claude.no-key') {
                return 'later';
            }
            const unanswerable = error.code === 'claude.no-key';
            this.change(messageId, { state: 'refused', problem: error.message, ...(unanswerable && { unanswerable }) });
            return 'done';
        }
    }

    private change(messageId: string, change: Partial<OutboxMessage>): void {
        this.replace(
            this.messages.map(message => (message.messageId === messageId ? { ...message, ...change } : message))
        );
    }

    private replace(messages: readonly OutboxMessage[]): void {
        this.messages = messages;
        void this.ports.save(messages);
        this.ports.changed();
    }
}

function asWaiting(message: OutboxMessage): OutboxMessage {
    return { ...letterOf(message), state: 'waiting' };
}

/** What is sent of it. */
function letterOf({ messageId, text, attachments, delivery }: OutboxMessage): NewMessage & { messageId: string } {
    return { messageId, text, ...(attachments && { attachments }), ...(delivery && { delivery }) };
}

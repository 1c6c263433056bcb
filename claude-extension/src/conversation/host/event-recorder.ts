import { ClaudeEvent, ClaudeEventBody } from '../common/claude-events';
import { Conversation, conversationOf } from '../domain/conversation';
import { EventLog, EventPage, readWholeLog } from './event-log';

/** Whom a recorder tells. */
export interface RecorderObserver {
    /** Events up to `durablePosition` can be read. */
    recorded?(): void;
    /** An event was folded; it will be on the disk shortly. */
    folded?(body: ClaudeEventBody): void;
    /** The log cannot be written any more; nothing will be recorded from now on. */
    failed?(error: unknown): void;
}

/**
 * The only writer of one session's log. What is recorded is folded at once, so that decisions see it, and written in
 * order and in batches; readers see it when it is on the disk.
 */
export class EventRecorder {
    private queue: ClaudeEvent[] = [];
    private writing: Promise<void> | undefined;
    private failure: unknown;
    private durable: number;
    private readonly observers: RecorderObserver[] = [];

    private constructor(
        private readonly log: EventLog,
        private readonly sessionId: string,
        /** What the log says. Changed by {@link record} alone. */
        readonly conversation: Conversation,
        private readonly now: () => number
    ) {
        this.durable = conversation.position;
    }

    /** Reads and folds what is there. */
    static async open(log: EventLog, sessionId: string, now: () => number): Promise<EventRecorder> {
        return new EventRecorder(log, sessionId, conversationOf(await readWholeLog(log, sessionId)), now);
    }

    /** Tells `observer` from now on, as long as the recorder lives. */
    observe(observer: RecorderObserver): void {
        this.observers.push(observer);
    }

    /** The number of the newest event that is on the disk. */
    get durablePosition(): number {
        return this.durable;
    }

    /** Whether writing has failed for good. */
    get hasFailed(): boolean {
        return this.failure !== undefined;
    }

    /** Records events, one after the other. Resolves when they are on the disk; rejects with what the log said. */
    async record(...bodies: ClaudeEventBody[]): Promise<void> {
        for (const body of bodies) {
            const event = { seq: this.conversation.position + 1, atMs: this.now(), body };
            this.conversation.apply(event);
            this.queue.push(event);
            this.tell(observer => observer.folded?.(body));
        }
        await this.flushed();
    }

    /** Resolves when everything that was recorded is on the disk; rejects when it never will be. */
    async flushed(): Promise<void> {
        while (this.queue.length > 0 || this.writing) {
            if (this.failure !== undefined) {
                throw this.failure;
            }
            this.writing ??= this.writeQueue();
            await this.writing;
        }
        if (this.failure !== undefined) {
            throw this.failure;
        }
    }

    /** Everything up to now. */
    async history(): Promise<ClaudeEvent[]> {
        await this.flushed();
        return readWholeLog(this.log, this.sessionId);
    }

    /** What follows the event number `after`, in the form that is sent. */
    async readPage(after: number, limit: number): Promise<EventPage> {
        return this.log.readPage(this.sessionId, after, limit);
    }

    private async writeQueue(): Promise<void> {
        const batch = this.queue;
        this.queue = [];
        try {
            await this.log.append(this.sessionId, batch);
            this.durable += batch.length;
            this.writing = undefined;
            this.tell(observer => observer.recorded?.());
        } catch (error) {
            this.writing = undefined;
            this.failure = error;
            this.tell(observer => observer.failed?.(error));
        }
    }

    private tell(how: (observer: RecorderObserver) => void): void {
        for (const observer of this.observers) {
            how(observer);
        }
    }
}

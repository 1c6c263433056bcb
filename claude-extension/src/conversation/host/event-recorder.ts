import { setTimeout as sleep } from 'node:timers/promises';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { ClaudeEvent, ClaudeEventBody } from '../common/claude-events';
import { Conversation, conversationOf } from '../domain/conversation';
import { EventLog, EventPage, readWholeLog } from './event-log';

/** Whom a recorder tells. */
export interface RecorderObserver {
    /** Events up to `durablePosition` can be read. */
    recorded?(): void;
    /** An event was folded; it will be on the disk shortly. */
    folded?(body: ClaudeEventBody): void;
    /** The log cannot be written just now. It is tried again; whoever records waits. */
    delayed?(error: unknown): void;
    /** The log cannot be written any more; nothing will be recorded from now on. */
    failed?(error: unknown): void;
}

/** How long is waited before each further attempt to write, in ms: together one minute, in which a full disk may be freed. */
const RETRY_DELAYS_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * The only writer of one session's log. What is recorded is folded at once, so that decisions see it, and written in
 * order and in batches; readers see it when it is on the disk. A batch that cannot be written is kept and tried again, and
 * what follows waits behind it; after the last attempt the log has failed for good.
 */
export class EventRecorder {
    private queue: ClaudeEvent[] = [];
    private writing: Promise<void> | undefined;
    private failure: unknown;
    private durable: number;
    private readonly observers: RecorderObserver[] = [];
    /** Aborted when there is no time left for further attempts. */
    private readonly haste = new AbortController();

    private constructor(
        private readonly log: EventLog,
        private readonly sessionId: string,
        /** What the log says. Changed by {@link record} alone. */
        readonly conversation: Conversation,
        private readonly now: () => number,
        private readonly retryDelaysMs: readonly number[]
    ) {
        this.durable = conversation.position;
    }

    /** Reads and folds what is there. */
    static async open(
        log: EventLog,
        sessionId: string,
        now: () => number,
        retryDelaysMs: readonly number[] = RETRY_DELAYS_MS
    ): Promise<EventRecorder> {
        const conversation = conversationOf(await readWholeLog(log, sessionId));
        return new EventRecorder(log, sessionId, conversation, now, retryDelaysMs);
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

    /** The session host stops: a log that cannot be written is tried once more and not waited for. */
    hurry(): void {
        this.haste.abort();
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
            await this.append(batch);
            this.durable += batch.length;
            this.writing = undefined;
            this.tell(observer => observer.recorded?.());
        } catch (error) {
            this.writing = undefined;
            this.failure = error;
            this.tell(observer => observer.failed?.(error));
        }
    }

    private async append(batch: readonly ClaudeEvent[]): Promise<void> {
        for (const delayMs of this.retryDelaysMs) {
            try {
                return await this.log.append(this.sessionId, batch);
            } catch (error) {
                const moved = error instanceof DispatchError && error.code === 'claude.log-moved';
                if (moved || this.haste.signal.aborted) {
                    throw error;
                }
                this.tell(observer => observer.delayed?.(error));
            }
            // cut short by haste
            await sleep(delayMs, undefined, { signal: this.haste.signal }).catch(() => undefined);
        }
        await this.log.append(this.sessionId, batch);
    }

    private tell(how: (observer: RecorderObserver) => void): void {
        for (const observer of this.observers) {
            how(observer);
        }
    }
}

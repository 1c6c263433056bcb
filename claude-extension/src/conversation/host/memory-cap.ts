import { MarkedProcesses } from 'dispatch-extension/lib/kernel/host/marked-processes';
import { endMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { memoryOf } from 'dispatch-extension/lib/kernel/host/running-processes';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { SESSION_VARIABLE } from '../../runtime/host/runtime-api';

/** How often is looked while a turn runs, and while only processes do, in ms. */
const BUSY_LOOK_MS = 3_000;
const IDLE_LOOK_MS = 10_000;
const MIB = 1024 * 1024;
/** Of all sessions of this session host. */
const PROCESSES = new MarkedProcesses(SESSION_VARIABLE);

/** Whom a cap watches. */
export interface CappedSession {
    /** Whether a turn runs: something may be started at any time. */
    isBusy(): boolean;
    /** They hold too much: says so, and has them ended by `end`. `why` is for people. May reject. */
    exceeded(why: string, end: () => Promise<void>): Promise<void>;
}

/** Keeps all processes of a session together below an amount of memory, for as long as there are any. */
export class MemoryCap {
    private timer: NodeJS.Timeout | undefined;
    private looking: Promise<void> = Promise.resolve();
    private stopped = false;

    /** `mark`: what its processes bear, as {@link sessionMark}. `limitBytes`: as the operator has it now; 0 for no cap. */
    constructor(
        private readonly mark: string,
        private readonly limitBytes: () => number,
        private readonly log: StructuredLog
    ) {}

    /** Looks every few seconds from now on, until there is nothing to look at. Again for every turn. */
    watch(session: CappedSession): void {
        if (!this.stopped) {
            clearTimeout(this.timer);
            this.lookLater(session);
        }
    }

    /** Resolves when nothing is being ended. */
    async settled(): Promise<void> {
        await this.looking;
    }

    /** Looks no more. Resolves when nothing is being ended. */
    async stop(): Promise<void> {
        this.stopped = true;
        clearTimeout(this.timer);
        await this.looking;
    }

    private lookLater(session: CappedSession): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(
            () => {
                this.looking = this.look(session).catch((error: unknown) =>
                    this.log.error('claude.memory-not-capped', { error })
                );
            },
            session.isBusy() ? BUSY_LOOK_MS : IDLE_LOOK_MS
        );
        this.timer.unref();
    }

    private async look(session: CappedSession): Promise<void> {
        const limitBytes = this.limitBytes();
        const pids = await PROCESSES.find(this.mark);
        try {
            if (limitBytes > 0 && !this.stopped && (await memoryOf(pids)) > limitBytes) {
                await this.end(session, limitBytes);
            }
        } finally {
            if (!this.stopped && (pids.length > 0 || session.isBusy())) {
                this.lookLater(session);
            }
        }
    }

    private async end(session: CappedSession, limitBytes: number): Promise<void> {
        const limitMib = Math.round(limitBytes / MIB);
        this.log.warn('claude.too-much-memory', { limitMib });
        const why = `Ended: it used more than ${limitMib} MiB (CLAUDE_MEMORY_MIB). Send a message to go on.`;
        await session.exceeded(why, () => endMarkedProcesses(this.mark));
    }
}

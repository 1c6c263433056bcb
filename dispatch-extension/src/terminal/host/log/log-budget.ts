/** Output that takes room on the disk and can give some of it back, oldest first. Nothing here throws. */
export interface BudgetedLog {
    /** Nothing is added any more. */
    readonly hasEnded: boolean;
    readonly diskBytes: number;
    /** When the oldest part was last written to, in ms since 1970; `undefined` where nothing can be given back. */
    readonly oldestChangedAtMs: number | undefined;
    /** Removes the oldest part. Answers how many bytes that were. */
    dropOldest(): number;
    /** Called once after one or more parts were removed for the sake of the others. */
    dropped(bytes: number): void;
    /** Lets go of what had to be read to answer these questions. */
    rest(): void;
}

/** How long after the start, or after something grew, the room that all take is looked at; in ms. */
const LOOK_AFTER_MS = 5_000;

/**
 * Keeps the recorded output of all terminals of a person within a limit: that of terminals that have ended gives way
 * first, the longest ended first; then the oldest of the others.
 */
export class LogBudget {
    private readonly logs = new Set<BudgetedLog>();
    private timer?: NodeJS.Timeout;
    private looking = Promise.resolve();

    constructor(
        private readonly limitBytes: number,
        private readonly lookAfterMs = LOOK_AFTER_MS
    ) {}

    /** From here on it counts. */
    add(log: BudgetedLog): void {
        this.logs.add(log);
        this.grew();
    }

    /** It is gone. */
    remove(log: BudgetedLog): void {
        this.logs.delete(log);
        if (this.logs.size === 0) {
            clearTimeout(this.timer);
            this.timer = undefined;
        }
    }

    /** Something takes more room soon. Cheap. */
    grew(): void {
        this.timer ??= setTimeout(() => {
            this.timer = undefined;
            void this.look();
        }, this.lookAfterMs).unref();
    }

    /** Makes room where it is needed. One look at a time. */
    look(): Promise<void> {
        this.looking = this.looking.then(() => this.makeRoom());
        return this.looking;
    }

    private async makeRoom(): Promise<void> {
        let excess = -this.limitBytes;
        for (const log of this.logs) {
            excess += log.diskBytes;
            // many of them are read here for the first time
            await new Promise(resolve => setImmediate(resolve));
        }
        const dropped = new Map<BudgetedLog, number>();
        while (excess > 0) {
            const oldest = this.oldest();
            const bytes = oldest?.dropOldest() ?? 0;
            if (!oldest || bytes === 0) {
                break;
            }
            excess -= bytes;
            dropped.set(oldest, (dropped.get(oldest) ?? 0) + bytes);
        }
        dropped.forEach((bytes, log) => log.dropped(bytes));
        this.logs.forEach(log => log.rest());
    }

    private oldest(): BudgetedLog | undefined {
        const order = (log: BudgetedLog): [number, number] => [log.hasEnded ? 0 : 1, log.oldestChangedAtMs ?? Infinity];
        let first: BudgetedLog | undefined;
        for (const log of this.logs) {
            if (log.oldestChangedAtMs !== undefined && (!first || isBefore(order(log), order(first)))) {
                first = log;
            }
        }
        return first;
    }
}

function isBefore(a: readonly [number, number], b: readonly [number, number]): boolean {
    return a[0] !== b[0] ? a[0] < b[0] : a[1] < b[1];
}

/**
 * Does slow work of which only the newest matters: one at a time, with a pause after each. What is offered meanwhile
 * takes the place of what waits; the last is always done, also after one that failed.
 */
export class NewestWork {
    private waiting: (() => Promise<void>) | undefined;
    private busy = false;

    /** `pauseMs`: how long to rest after work that took so long, both in ms. `failed` is told what work throws. */
    constructor(
        private readonly pauseMs: (tookMs: number) => number,
        private readonly failed: (thrown: unknown) => void
    ) {}

    /** Does it now, or when its turn comes. */
    offer(work: () => Promise<void>): void {
        this.waiting = work;
        if (!this.busy) {
            void this.next();
        }
    }

    /** Forgets what waits. */
    drop(): void {
        this.waiting = undefined;
    }

    private async next(): Promise<void> {
        const work = this.waiting;
        this.waiting = undefined;
        this.busy = work !== undefined;
        if (!work) {
            return;
        }
        const startedMs = performance.now();
        try {
            await work();
        } catch (thrown) {
            this.failed(thrown);
        } finally {
            setTimeout(() => void this.next(), this.pauseMs(performance.now() - startedMs));
        }
    }
}

/**
 * How long terminals are read on in one turn of the event loop, all together, beyond the one reading of each that libuv
 * does; in ms. A reading waits in the kernel (`tty_buffer_flush_work`) until what was printed has been moved on, and where
 * cores are few that takes longer than the reading itself: with 50 programs that print at the same time a turn without
 * this limit took 100 ms, and what was typed waited for it.
 */
const READ_ON_MS = 4;

/** Whether there is time in this turn of the event loop to read on. One for all terminals of a process. */
export class ReadTurn {
    private endsAtMs?: number;

    constructor(
        private readonly nowMs: () => number = () => performance.now(),
        private readonly afterTurn: (action: () => void) => void = setImmediate
    ) {}

    /** Asked the first time in a turn, its time begins. */
    get hasTime(): boolean {
        const nowMs = this.nowMs();
        if (this.endsAtMs === undefined) {
            this.endsAtMs = nowMs + READ_ON_MS;
            this.afterTurn(() => (this.endsAtMs = undefined));
        }
        return nowMs < this.endsAtMs;
    }
}

/** The longest time that a timer of Node can be set to, in ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Rings once at a time of the wall clock. It keeps no process alive. */
export class AlarmClock {
    private timer?: NodeJS.Timeout;

    constructor(private readonly ring: () => void) {}

    /** Rings at `atMs`, or at once when that has passed; never for `undefined`. What was set before is forgotten. */
    set(atMs: number | undefined): void {
        clearTimeout(this.timer);
        if (atMs === undefined) {
            return;
        }
        const inMs = Math.max(0, atMs - Date.now());
        const onTime = inMs > MAX_TIMER_MS ? () => this.set(atMs) : this.ring;
        this.timer = setTimeout(onTime, Math.min(inMs, MAX_TIMER_MS));
        this.timer.unref();
    }
}

/** So long after a key somebody is thought to type on, in ms. */
const TYPING_MS = 1_500;
/** What is read is counted in windows of this length, in ms: no rest is longer. */
const WINDOW_MS = 20;
/**
 * What is read in a window of all terminals together, while somebody types in another one; in bytes: 10 MB/s. Beyond it
 * 2 cores have no time left for the shell that is to answer a key, the page and all that is between them.
 */
const SHARED_BYTES = 200 * 1024;
/** What each may print in a window whatever the others do, in bytes: 1.6 MB/s. */
const MIN_BYTES = 32 * 1024;

/**
 * While somebody types, terminals that flood are read a little slower, all together at 10 MB/s; but not the one that is
 * typed in. A program that prints less than 1.6 MB/s never waits, and none waits because of who looks or does not.
 */
export class FloodPace {
    private typedIn?: object;
    private typedAtMs = -Infinity;
    private windowEndsAtMs = -Infinity;
    private share = SHARED_BYTES;
    private readonly read = new Map<object, number>();

    constructor(private readonly nowMs: () => number = () => performance.now()) {}

    /** Somebody typed in `terminal`. */
    typed(terminal: object): void {
        this.typedIn = terminal;
        this.typedAtMs = this.nowMs();
    }

    /** It has ended. */
    forget(terminal: object): void {
        this.read.delete(terminal);
        if (this.typedIn === terminal) {
            this.typedIn = undefined;
        }
    }

    /** So many bytes of `terminal` were read. Answers how long nothing more of it is to be read, in ms; 0 to read on. */
    restAfter(terminal: object, bytes: number): number {
        const nowMs = this.nowMs();
        if (nowMs >= this.windowEndsAtMs) {
            this.beginWindow(nowMs);
        }
        const inWindow = (this.read.get(terminal) ?? 0) + bytes;
        this.read.set(terminal, inWindow);
        const isTypedElsewhere =
            this.typedIn !== undefined && this.typedIn !== terminal && nowMs - this.typedAtMs < TYPING_MS;
        return isTypedElsewhere && inWindow >= this.share ? this.windowEndsAtMs - nowMs : 0;
    }

    private beginWindow(nowMs: number): void {
        const flooding = [...this.read.values()].filter(bytes => bytes >= MIN_BYTES).length;
        this.share = Math.max(MIN_BYTES, SHARED_BYTES / Math.max(1, flooding));
        this.read.clear();
        this.windowEndsAtMs = nowMs + WINDOW_MS;
    }
}

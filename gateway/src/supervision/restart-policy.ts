const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 10_000;
/** A process that was well for this long has started properly: what happens later is a new story. */
const PROVEN_AFTER_MS = 10_000;
const MAX_FAILURES = 5;
const WINDOW_MS = 60_000;

/** What to do after a process ended. */
export type RestartDecision = { then: 'start'; afterMs: number } | { then: 'give-up' };

/**
 * Decides whether and when a process is started again. Delays double from 0.2 s to 10 s; five ends within a minute, none of
 * them after ten healthy seconds, mean that it will not get better by itself. Time comes in as arguments (monotonic ms).
 */
export class RestartPolicy {
    private failures: number[] = [];
    private delayMs = FIRST_DELAY_MS;

    /** Without `givesUp` it is tried for ever, every ten seconds at last. */
    constructor(private readonly givesUp: boolean) {}

    /** `healthyForMs`: how long it was well before it ended; 0 when it never was. */
    ended(nowMs: number, healthyForMs: number): RestartDecision {
        if (healthyForMs >= PROVEN_AFTER_MS) {
            this.reset();
            return { then: 'start', afterMs: 0 };
        }
        this.failures = [...this.failures.filter(at => nowMs - at < WINDOW_MS), nowMs];
        if (this.givesUp && this.failures.length >= MAX_FAILURES) {
            return { then: 'give-up' };
        }
        const afterMs = this.delayMs;
        this.delayMs = Math.min(this.delayMs * 2, LONGEST_DELAY_MS);
        return { then: 'start', afterMs };
    }

    /** Forgets what was, as when a person asks for another try. */
    reset(): void {
        this.failures = [];
        this.delayMs = FIRST_DELAY_MS;
    }
}

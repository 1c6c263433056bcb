/** The shortest and the longest time between two attempts to connect, in ms. */
const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/**
 * How long to wait before the next attempt to connect: doubled each time from 250 ms up to 5 s, and shortened at random
 * by up to half, so that many pages do not come back in the same moment.
 */
export class ReconnectDelay {
    private attempts = 0;

    /** `random` gives a number in [0, 1). */
    constructor(private readonly random: () => number) {}

    nextMs(): number {
        const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.attempts);
        this.attempts = Math.min(this.attempts + 1, 10);
        return Math.round(Math.max(FIRST_MS, full * (1 - this.random() / 2)));
    }

    /** After a success. */
    reset(): void {
        this.attempts = 0;
    }
}

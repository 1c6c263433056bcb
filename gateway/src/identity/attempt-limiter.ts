/** Wrong attempts that one address has free; the next ones wait. */
export const FREE_ATTEMPTS = 5;

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 60 * 60_000;
const FORGET_AFTER_MS = 2 * LONGEST_WAIT_MS;
const MAX_ADDRESSES = 10_000;

interface Record {
    failures: number;
    lastFailureAtMs: number;
    blockedUntilMs: number;
}

/**
 * Slows down guessing, per address: five failures within a minute block it for a minute, and each further failure doubles
 * the wait up to an hour. It never locks anybody out for good, and one address never blocks another.
 * Time comes in as an argument, of a clock that is never set. At most 10,000 addresses are remembered; the oldest is forgotten first.
 */
export class AttemptLimiter {
    private readonly records = new Map<string, Record>();

    /** How long this address must wait before its next attempt, in ms; 0 when it may try. */
    waitMs(address: string, nowMs: number): number {
        return Math.max(0, (this.records.get(address)?.blockedUntilMs ?? 0) - nowMs);
    }

    failed(address: string, nowMs: number): void {
        const known = this.records.get(address);
        const record =
            known && !isForgiven(known, nowMs) ? known : { failures: 0, lastFailureAtMs: 0, blockedUntilMs: 0 };
        record.failures++;
        record.lastFailureAtMs = nowMs;
        if (record.failures >= FREE_ATTEMPTS) {
            record.blockedUntilMs =
                nowMs + Math.min(FIRST_WAIT_MS * 2 ** (record.failures - FREE_ATTEMPTS), LONGEST_WAIT_MS);
        }
        this.records.delete(address);
        this.records.set(address, record);
        if (this.records.size > MAX_ADDRESSES) {
            this.records.delete(this.records.keys().next().value ?? '');
        }
    }

    succeeded(address: string): void {
        this.records.delete(address);
    }
}

/** Few failures are forgiven after a minute; many only after two hours. */
function isForgiven(record: Record, nowMs: number): boolean {
    const quietMs = nowMs - record.lastFailureAtMs;
    return quietMs > (record.failures < FREE_ATTEMPTS ? FIRST_WAIT_MS : FORGET_AFTER_MS);
}

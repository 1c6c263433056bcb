import { IncomingHttpHeaders } from 'node:http';

/** How much longer than asked some wait, so that not all come back at once. */
const JITTER = 0.25;

/** How long an answer asks to wait, in ms; `undefined` where it does not say. */
export function retryAfterMs(headers: IncomingHttpHeaders, nowMs: number): number | undefined {
    const ms = Number.parseFloat(String(headers['retry-after-ms'] ?? ''));
    if (Number.isFinite(ms)) {
        return Math.max(0, ms);
    }
    const after = headers['retry-after'];
    if (!after) {
        return undefined;
    }
    const waitMs = /^\s*\d+(\.\d+)?\s*$/.test(after) ? Number(after) * 1_000 : Date.parse(after) - nowMs;
    return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}

/** A wait that is as long as asked or up to a quarter longer. `random` is from 0 to 1. */
export function withJitter(waitMs: number, random: number): number {
    return waitMs * (1 + JITTER * random);
}

import { createHash } from 'node:crypto';

/** How often one call is made, also when every client of it tries on its own: so no storm comes of it. */
export const MAX_TRIES = 3;
/** A call that failed so long ago is a new one, in ms. */
const REMEMBERED_MS = 10 * 60_000;
/** After it was refused for good, the same call is a new one after this time, in ms. */
const REST_MS = 5_000;
const MAX_REMEMBERED = 2_000;

interface Failed {
    tries: number;
    status: number;
    atMs: number;
    /** Set when it was refused for good. */
    restsUntilMs?: number;
}

/** Why a call is not made again now. */
export interface Held {
    status: number;
    /** When it may be tried again, in ms; absent when it was tried often enough. */
    untilMs?: number;
}

/** What the upstream refused, or broke off, and how often. The same session with the same request is the same call. */
export class FailedCalls {
    private readonly calls = new Map<string, Failed>();
    /** By session and model: until when the upstream asked to wait, in ms. */
    private readonly waits = new Map<string, { untilMs: number; status: number }>();

    constructor(private readonly now: () => number) {}

    /** `undefined` where the call may be made. */
    hold(call: string, lane: string): Held | undefined {
        const failed = this.calls.get(call);
        if (failed?.restsUntilMs !== undefined && failed.restsUntilMs <= this.now()) {
            this.calls.delete(call);
        } else if (failed && failed.atMs > this.now() - REMEMBERED_MS && failed.tries >= MAX_TRIES) {
            failed.restsUntilMs ??= this.now() + REST_MS;
            return { status: failed.status };
        }
        const wait = this.waits.get(lane);
        return wait && wait.untilMs > this.now() ? wait : undefined;
    }

    /** `untilMs`: how long the upstream wants nothing more of this lane. Answers whether it was tried often enough. */
    failed(call: string, lane: string, status: number, untilMs?: number): boolean {
        const before = this.calls.get(call);
        const tries = (before && before.atMs > this.now() - REMEMBERED_MS ? before.tries : 0) + 1;
        this.calls.delete(call);
        this.calls.set(call, { tries, status, atMs: this.now() });
        forgetOldest(this.calls);
        if (untilMs !== undefined) {
            this.waits.set(lane, { untilMs, status });
            forgetOldest(this.waits);
        }
        return tries >= MAX_TRIES;
    }

    succeeded(call: string): void {
        this.calls.delete(call);
    }
}

/** Names a call: the same session with the same request. */
export function nameOfCall(sessionId: string, body: Buffer): string {
    return `${sessionId}:${createHash('sha256').update(body).digest('base64')}`;
}

function forgetOldest(map: Map<string, unknown>): void {
    const [oldest] = map.keys();
    if (map.size > MAX_REMEMBERED && oldest !== undefined) {
        map.delete(oldest);
    }
}

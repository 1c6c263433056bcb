import { MAX_INPUT_BYTES } from '../../session/common/stream-frames';

/** A viewer may send this many seconds' worth at once, as when something is pasted. */
const BURST_SECONDS = 4;
const MAX_VIEWERS = 1_000;

interface Bucket {
    bytes: number;
    atMs: number;
}

/** How much input each viewer may still send: a bucket that fills again with time. Times are in ms of one clock. */
export class InputRate {
    private readonly buckets = new Map<string, Bucket>();

    /** False, and nothing is counted, when it is too much now. `bytes` is at most one frame's. */
    take(viewerId: string, bytes: number, bytesPerSecond: number, nowMs: number): boolean {
        const burst = Math.max(MAX_INPUT_BYTES, BURST_SECONDS * bytesPerSecond);
        const { bytes: before, atMs } = this.buckets.get(viewerId) ?? { bytes: burst, atMs: nowMs };
        const left = Math.min(burst, before + ((nowMs - atMs) * bytesPerSecond) / 1_000);
        const taken = left >= bytes;
        this.buckets.delete(viewerId);
        this.buckets.set(viewerId, { bytes: taken ? left - bytes : left, atMs: nowMs });
        if (this.buckets.size > MAX_VIEWERS) {
            const [oldest] = this.buckets.keys();
            this.buckets.delete(oldest);
        }
        return taken;
    }
}

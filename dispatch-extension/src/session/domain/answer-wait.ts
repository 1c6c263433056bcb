/**
 * So long input may go without a sign of the host before the person is told, in ms: twice the 400 ms that a way may take at
 * most by ITU-T G.114. A usual connection answers in a tenth of it, one over a geostationary satellite in some 600 ms.
 */
export const LATE_AFTER_MS = 800;

/** Whether input waits for its answer for longer than a connection that works takes. Times are of one clock, in ms. */
export class AnswerWait {
    private pendingBytes = 0;
    private sinceMs = 0;

    /** So much input is not known to be applied now. Less than before is an answer. */
    waits(pendingBytes: number, nowMs: number): void {
        if (this.pendingBytes === 0 || pendingBytes < this.pendingBytes) {
            this.sinceMs = nowMs;
        }
        this.pendingBytes = pendingBytes;
    }

    /**
     * In how long the answer is late: 0 when it is, `undefined` while nothing waits. `heardAtMs`: when anything at all was
     * heard of the host; while its output still comes, the answer is behind it.
     */
    lateInMs(nowMs: number, heardAtMs: number): number | undefined {
        // less than nothing where the clock was set back
        const quietMs = Math.max(0, nowMs - Math.max(this.sinceMs, heardAtMs));
        return this.pendingBytes === 0 ? undefined : Math.max(0, LATE_AFTER_MS - quietMs);
    }
}

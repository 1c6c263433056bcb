/** In bytes: what libuv reads at most at a time, and as much again. It grows where more is asked for. */
const USUAL_BYTES = 128 * 1024;

/**
 * Memory that terminals which flood are read into, over and over: what is read is looked at, copied and written at once.
 * Memory of its own for each reading costs more in the garbage collector (on all cores) than the reading itself.
 */
export class ReadBuffer {
    private buffer = Buffer.allocUnsafeSlow(USUAL_BYTES);

    /**
     * What begins with `head` and goes on with what `read` fills in, up to `limit` bytes; valid until the next call. `read`
     * is given room, and answers how much of it was filled; 0 for nothing more.
     */
    fill(head: Uint8Array, limit: number, read: (room: Uint8Array) => number): Uint8Array {
        const end = head.length + limit;
        if (end > this.buffer.length) {
            this.buffer = Buffer.allocUnsafeSlow(end);
        }
        this.buffer.set(head);
        let at = head.length;
        for (let count = 1; count > 0 && at < end; at += count) {
            count = read(this.buffer.subarray(at, end));
        }
        return this.buffer.subarray(0, at);
    }
}

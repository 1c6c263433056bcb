/** What is read goes into slabs of this size, one after the other, in bytes. */
const SLAB_BYTES = 1024 * 1024;
/** A smaller piece is copied out: a slab lives as long as one of its pieces is held. In bytes. */
const SMALL_BYTES = 32 * 1024;

/**
 * Memory for what is read from terminals that flood: pieces of a few large slabs in the place of two allocations for each
 * reading, which cost more in the garbage collector (on all cores) than the reading itself.
 */
export class ReadSlab {
    private slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    private used = 0;

    /**
     * A piece that begins with `head` and goes on with what `read` fills in, up to `limit` bytes. `read` is given room,
     * and answers how much of it was filled; 0 for nothing more.
     */
    fill(head: Uint8Array, limit: number, read: (room: Uint8Array) => number): Uint8Array {
        const wanted = head.length + limit;
        if (this.used + wanted > this.slab.length) {
            this.slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, wanted));
            this.used = 0;
        }
        const start = this.used;
        const end = start + wanted;
        this.slab.set(head, start);
        let at = start + head.length;
        for (let count = 1; count > 0 && at < end; at += count) {
            count = read(this.slab.subarray(at, end));
        }
        const piece = this.slab.subarray(start, at);
        if (piece.length < SMALL_BYTES) {
            return Buffer.from(piece);
        }
        this.used = at;
        return piece;
    }
}

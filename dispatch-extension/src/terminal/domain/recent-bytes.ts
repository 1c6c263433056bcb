const FIRST_ROOM_BYTES = 16 * 1024;

/**
 * The newest bytes of a log, so that viewers who keep up are served without the disk.
 *
 * Unit: bytes; positions count from the beginning of the log. All is copied, in and out, into memory that is used again:
 * a ring that grows with what it holds, up to `capacity`, which is more than 0.
 */
export class RecentBytes {
    /** The byte at position `p` is at `p % ring.length`. */
    private ring = new Uint8Array(0);
    private held = 0;

    constructor(
        private readonly capacity: number,
        private last = 0
    ) {}

    /** The oldest position that is held. */
    get start(): number {
        return this.last - this.held;
    }

    get end(): number {
        return this.last;
    }

    append(bytes: Uint8Array): void {
        this.makeRoom(this.held + bytes.length);
        const kept = bytes.subarray(Math.max(0, bytes.length - this.ring.length));
        this.last += bytes.length;
        this.held = Math.min(this.held + bytes.length, this.ring.length);
        this.put(kept, this.last - kept.length);
    }

    /** Lets go of everything; the end stays where it is. */
    clear(): void {
        this.ring = new Uint8Array(0);
        this.held = 0;
    }

    /** 1 to `budget` bytes from `from` on, or `undefined` when they are not held. */
    read(from: number, budget: number): Uint8Array | undefined {
        if (from < this.start || from >= this.last) {
            return undefined;
        }
        const at = from % this.ring.length;
        return this.ring.slice(at, at + Math.min(budget, this.last - from));
    }

    private makeRoom(bytes: number): void {
        if (bytes <= this.ring.length || this.ring.length === this.capacity) {
            return;
        }
        const { ring, start } = this;
        this.ring = new Uint8Array(Math.min(this.capacity, Math.max(FIRST_ROOM_BYTES, 2 * ring.length, bytes)));
        if (this.held > 0) {
            const at = start % ring.length;
            const beforeTurn = ring.subarray(at, at + this.held);
            this.put(beforeTurn, start);
            this.put(ring.subarray(0, this.held - beforeTurn.length), start + beforeTurn.length);
        }
    }

    private put(bytes: Uint8Array, position: number): void {
        const at = position % this.ring.length;
        const beforeTurn = Math.min(bytes.length, this.ring.length - at);
        this.ring.set(bytes.subarray(0, beforeTurn), at);
        this.ring.set(bytes.subarray(beforeTurn), 0);
    }
}

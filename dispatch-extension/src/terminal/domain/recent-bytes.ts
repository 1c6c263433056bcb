/**
 * The newest bytes of a log, so that viewers who keep up are served without the disk.
 *
 * Unit: bytes; positions count from the beginning of the log. Holds at least the last chunk and at most `capacity`
 * bytes besides it. The chunks are kept, not copied: nobody may change them.
 */
export class RecentBytes {
    private chunks: Uint8Array[] = [];
    private first: number;
    private last: number;

    constructor(
        private readonly capacity: number,
        position = 0
    ) {
        this.first = position;
        this.last = position;
    }

    /** The oldest position that is held. */
    get start(): number {
        return this.first;
    }

    get end(): number {
        return this.last;
    }

    append(chunk: Uint8Array): void {
        this.chunks.push(chunk);
        this.last += chunk.length;
        let drop = 0;
        while (drop < this.chunks.length - 1 && this.last - this.first > this.capacity) {
            this.first += this.chunks[drop++].length;
        }
        this.chunks.splice(0, drop);
    }

    /** Lets go of everything; the end stays where it is. */
    clear(): void {
        this.chunks = [];
        this.first = this.last;
    }

    /** 1 to `budget` bytes from `from` on, or `undefined` when they are not held. */
    read(from: number, budget: number): Uint8Array | undefined {
        if (from < this.first || from >= this.last) {
            return undefined;
        }
        let position = this.first;
        for (const chunk of this.chunks) {
            if (from < position + chunk.length) {
                return chunk.subarray(from - position, from - position + budget);
            }
            position += chunk.length;
        }
        return undefined;
    }
}

const BLOCK_BYTES = 16 * 1024;
/** A piece from this size on is a block of its own, and not copied. */
const LARGE_BYTES = 1024;

/**
 * The newest bytes of a log, so that viewers who keep up are served without the disk.
 *
 * Unit: bytes; positions count from the beginning of the log. Small pieces are gathered in blocks, so that it costs what
 * it holds however it came. Holds at least the last block and at most `capacity` bytes besides it. What was read stays
 * as it was.
 */
export class RecentBytes {
    private blocks: Uint8Array[] = [];
    private filled = 0;
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

    /** Large pieces are kept as they are: nobody may change them afterwards. */
    append(chunk: Uint8Array): void {
        const block = this.blocks.at(-1);
        if (block && this.filled + chunk.length <= block.length) {
            block.set(chunk, this.filled);
            this.filled += chunk.length;
        } else {
            this.beginBlock(chunk);
        }
        this.last += chunk.length;
        this.dropOld();
    }

    /** Lets go of everything; the end stays where it is. */
    clear(): void {
        this.blocks = [];
        this.filled = 0;
        this.first = this.last;
    }

    /** 1 to `budget` bytes from `from` on, or `undefined` when they are not held. */
    read(from: number, budget: number): Uint8Array | undefined {
        if (from < this.first || from >= this.last) {
            return undefined;
        }
        let position = this.first;
        for (const block of this.blocks) {
            if (from < position + block.length) {
                return block.subarray(from - position, Math.min(from - position + budget, this.last - position));
            }
            position += block.length;
        }
        return undefined;
    }

    /** The block before is cut to what is in it. */
    private beginBlock(chunk: Uint8Array): void {
        const block = this.blocks.pop();
        if (block) {
            this.blocks.push(block.subarray(0, this.filled));
        }
        const isLarge = chunk.length >= LARGE_BYTES;
        const next = isLarge ? chunk : new Uint8Array(BLOCK_BYTES);
        if (!isLarge) {
            next.set(chunk);
        }
        this.blocks.push(next);
        this.filled = chunk.length;
    }

    private dropOld(): void {
        let drop = 0;
        while (drop < this.blocks.length - 1 && this.last - this.first > this.capacity) {
            this.first += this.blocks[drop++].length;
        }
        this.blocks.splice(0, drop);
    }
}

import { CLEAR_SCREEN } from '../domain/screen-clearing';
import { EscapeBoundary } from '../domain/escape-boundary';

/** So far back the beginning of a control string is looked for, in bytes; no image that is drawn is larger. */
const LOOK_BACK_BYTES = 8 * 1024 * 1024;
const PIECE_BYTES = 64 * 1024;
/** A character that is not whole yet has at most so many. */
const CHARACTER_BYTES = 3;
const ESC = 0x1b;

/** The output that is cleared. */
export interface ClearedOutput {
    readonly start: number;
    readonly end: number;
    read(from: number, budget: number): { readonly bytes: Uint8Array } | undefined;
    /** The first position at or after `from` that can be read. */
    nextRetained(from: number): number;
}

/**
 * Somebody wants the screen cleared: that is said in the output itself, between two characters or sequences of the
 * program, so that everybody who reads it clears at the same position, now and later.
 */
export class ClearRequest {
    /** Follows the output up to `at`, while somebody waits. */
    private waiting: { readonly boundary: EscapeBoundary; at: number } | undefined;

    constructor(
        private readonly output: ClearedOutput,
        private readonly append: (bytes: Uint8Array) => void
    ) {}

    /** At once, or where the sequence ends that the program has begun. */
    make(): void {
        this.waiting ??= { boundary: this.lookBack(), at: this.output.end };
        this.grew();
    }

    /** There is more output. Cheap while nobody has asked. */
    grew(): void {
        if (!this.waiting) {
            return;
        }
        const { boundary, at } = this.waiting;
        this.waiting.at = this.output.end;
        this.feed(boundary, at);
        if (isBetween(boundary)) {
            this.waiting = undefined;
            this.append(Buffer.from(CLEAR_SCREEN));
        }
    }

    /** What follows the last ESC tells whether the output ends within a sequence: each one ends what was begun before it. */
    private lookBack(): EscapeBoundary {
        const { start, end } = this.output;
        const boundary = new EscapeBoundary();
        for (const { bytes } of this.pieces(this.lastEscape() ?? end, end)) {
            boundary.feed(bytes);
            if (isBetween(boundary)) {
                break;
            }
        }
        if (isBetween(boundary)) {
            // the rest is text
            this.feed(boundary, Math.max(start, end - CHARACTER_BYTES));
        }
        return boundary;
    }

    private lastEscape(): number | undefined {
        const { start, end } = this.output;
        const oldest = Math.max(start, end - LOOK_BACK_BYTES);
        let found: number | undefined;
        for (let to = end; to > oldest && found === undefined; to -= PIECE_BYTES) {
            for (const { at, bytes } of this.pieces(Math.max(oldest, to - PIECE_BYTES), to)) {
                const index = bytes.lastIndexOf(ESC);
                found = index < 0 ? found : at + index;
            }
        }
        return found;
    }

    private feed(boundary: EscapeBoundary, from: number): void {
        for (const { bytes } of this.pieces(from, this.output.end)) {
            boundary.feed(bytes);
        }
    }

    /** What there is between two positions; of a hole there is nothing. */
    private *pieces(from: number, to: number): Iterable<{ at: number; bytes: Uint8Array }> {
        for (let at = from; at < to;) {
            const bytes = this.output.read(at, Math.min(PIECE_BYTES, to - at))?.bytes;
            if (bytes) {
                yield { at, bytes };
                at += bytes.length;
            } else {
                const next = this.output.nextRetained(at);
                // what should be there and cannot be read is passed by
                at = next > at ? next : at + PIECE_BYTES;
            }
        }
    }
}

function isBetween(boundary: EscapeBoundary): boolean {
    return boundary.pending.length === 0;
}

import { CLEAR_SCREEN } from '../domain/screen-clearing';
import { EscapeBoundary } from '../domain/escape-boundary';

/** So much of the newest output tells whether it ends within a sequence, in bytes. */
const LOOK_BACK_BYTES = 16 * 1024;
const LF = 0x0a;

/** The output that is cleared. */
export interface ClearedOutput {
    readonly start: number;
    readonly end: number;
    read(from: number, budget: number): { readonly bytes: Uint8Array } | undefined;
}

/**
 * Somebody wants the screen cleared: that is said in the output itself, between two characters or sequences of the
 * program, so that everybody who reads it clears at the same position, now and later.
 */
export class ClearRequest {
    private wanted = false;

    constructor(
        private readonly output: ClearedOutput,
        private readonly append: (bytes: Uint8Array) => void
    ) {}

    /** At once, or where the sequence ends that the program has begun. */
    make(): void {
        this.wanted = true;
        this.grew();
    }

    /** There is more output. Cheap while nobody has asked. */
    grew(): void {
        if (this.wanted && !this.isWithinSequence()) {
            this.wanted = false;
            this.append(Buffer.from(CLEAR_SCREEN));
        }
    }

    private isWithinSequence(): boolean {
        const boundary = new EscapeBoundary();
        boundary.feed(this.newest());
        return boundary.pending.length > 0;
    }

    /** From a line's beginning on, which is within no sequence but that of a picture. */
    private newest(): Uint8Array {
        const { start, end } = this.output;
        const pieces: Uint8Array[] = [];
        for (let at = Math.max(start, end - LOOK_BACK_BYTES); at < end;) {
            const piece = this.output.read(at, end - at)?.bytes;
            if (!piece) {
                break;
            }
            pieces.push(piece);
            at += piece.length;
        }
        const newest = Buffer.concat(pieces);
        return newest.subarray(newest.indexOf(LF) + 1);
    }
}

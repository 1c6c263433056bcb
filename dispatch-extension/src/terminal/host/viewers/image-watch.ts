import { nextEscape } from '../../domain/state-scan';

/** How far behind a viewer may be so that images are sent to it, in bytes; of more it is shown what a snapshot has. */
export const MAX_IMAGE_BACKLOG_BYTES = 8 * 1024 * 1024;
/** The sequence that begins an image of Sixel is not longer than this, in bytes. */
const MAX_BEGIN_BYTES = 64;

const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
/** Behind the escape. iTerm's sequence holds other things as well. */
const ITERM = Buffer.from(']1337;File=');
const SIXEL = 0x50; // P
const SIXEL_END = 0x71; // q

/** 1 to `budget` bytes of the output from `from` on; `undefined` where there is nothing. */
export type ReadOutput = (from: number, budget: number) => Uint8Array | undefined;

type Kind = 'sixel' | 'iterm';

/**
 * Knows of the output that a viewer is sent whether images (Sixel, iTerm) are in what comes next. They are shown by their
 * bytes alone: a snapshot, which takes the place of what a viewer has missed, has none.
 */
export class ImageWatch {
    /** What was sent ends with the unfinished beginning of a sequence, which may be that of an image. */
    private begun = Buffer.alloc(0);
    /** What was sent ends within an image. */
    private within?: Kind;
    /** The next image begins here; -1 for none. */
    private aheadAt = -1;
    /** Up to here none begins that was not sent. */
    private searchedTo = 0;
    private giveUpTo = 0;

    constructor(private readonly read: ReadOutput) {}

    /** These bytes were sent, after those before them: output, or a snapshot, which ends with what is not finished. */
    sent(bytes: Uint8Array): void {
        const sent = this.begun.length > 0 ? Buffer.concat([this.begun, bytes]) : bufferOf(bytes);
        const at = sent.lastIndexOf(ESC);
        this.begun = Buffer.alloc(0);
        if (at >= 0) {
            const kind = kindAt(sent, at);
            this.begun = kind === 'begun' ? Buffer.from(sent.subarray(at)) : this.begun;
            this.within = kind === 'begun' ? undefined : kind;
        }
        const ends = this.within === 'iterm' ? [BEL, CAN, SUB] : [CAN, SUB];
        if (this.within && ends.some(end => sent.includes(end, Math.max(0, at)))) {
            this.within = undefined;
        }
    }

    /** What comes next does not follow what was sent. */
    jumped(): void {
        this.begun = Buffer.alloc(0);
        this.within = undefined;
    }

    /** Images before `position` are not waited for any more. */
    giveUp(position: number): void {
        this.giveUpTo = position;
    }

    /** Whether there are images in the output between `position`, up to which it was sent, and `end`. */
    isAhead(position: number, end: number): boolean {
        if (end - position > MAX_IMAGE_BACKLOG_BYTES || position < this.giveUpTo) {
            return false;
        }
        if (!this.within && this.aheadAt < position) {
            this.aheadAt = this.find(position, end);
        }
        return this.within !== undefined || this.aheadAt >= 0;
    }

    /** Where the first image begins; -1 for nowhere, or where its beginning is not all there yet. */
    private find(position: number, end: number): number {
        let at = Math.max(position, this.searchedTo);
        let held: Buffer = at === position ? this.begun : Buffer.alloc(0);
        while (at < end) {
            const piece = this.readPiece(at, end - at);
            if (!piece) {
                return -1;
            }
            const bytes = held.length > 0 ? Buffer.concat([held, piece]) : bufferOf(piece);
            const found = beginOfImage(bytes);
            this.searchedTo = Math.max(position, at - held.length + found.at);
            if (found.kind && found.kind !== 'begun') {
                return this.searchedTo;
            }
            held = Buffer.from(bytes.subarray(found.at));
            at += piece.length;
        }
        return -1;
    }

    /** `undefined` also where the disk does not give it: what cannot be read is shown by a snapshot, which says so. */
    private readPiece(from: number, budget: number): Uint8Array | undefined {
        try {
            return this.read(from, budget);
        } catch {
            return undefined;
        }
    }
}

/** The first image, or what may be one at the end. */
function beginOfImage(output: Buffer): { at: number; kind?: Kind | 'begun' } {
    for (let at = nextEscape(output, 0); at >= 0; at = nextEscape(output, at + 1)) {
        const kind = kindAt(output, at);
        if (kind) {
            return { at, kind };
        }
    }
    return { at: output.length };
}

/** Which image begins with the escape at `at`; `begun` where that cannot be said yet. */
function kindAt(output: Buffer, at: number): Kind | 'begun' | undefined {
    let next = at + 1;
    if (output[next] === SIXEL) {
        do {
            next++;
        } while (isParameter(output[next]) && next < at + MAX_BEGIN_BYTES);
        return next === output.length ? 'begun' : output[next] === SIXEL_END ? 'sixel' : undefined;
    }
    while (next - at <= ITERM.length && output[next] === ITERM[next - at - 1]) {
        next++;
    }
    return next - at > ITERM.length ? 'iterm' : next === output.length ? 'begun' : undefined;
}

/** A digit or a separator. */
function isParameter(byte: number | undefined): boolean {
    return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || byte === 0x3b);
}

function bufferOf(bytes: Uint8Array): Buffer {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

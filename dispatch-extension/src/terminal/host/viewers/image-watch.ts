/** How far behind a viewer may be so that images are sent to it, in bytes; of more it is shown what a snapshot has. */
export const MAX_IMAGE_BACKLOG_BYTES = 8 * 1024 * 1024;
/** The parameters of an image of Sixel are shorter than this, in bytes. */
const MAX_BEGIN_BYTES = 64;

const ESC = 0x1b;
const BEL = 0x07;
/** Sixel: a device control string whose final character is q. */
const SIXEL = Buffer.from('\x1bP');
/** iTerm's, which holds other things as well. */
const ITERM_BEGIN = ']1337;File=';
const ITERM = Buffer.from(`\x1b${ITERM_BEGIN}`);

/** 1 to `budget` bytes of the output from `from` on; `undefined` where there is nothing. */
export type ReadOutput = (from: number, budget: number) => Uint8Array | undefined;

/**
 * Knows of the output that a viewer is sent whether images (Sixel, iTerm) are in what comes next. They are shown by their
 * bytes alone: a snapshot, which takes the place of what a viewer has missed, has none.
 */
export class ImageWatch {
    /** What was sent ends with the unfinished beginning of a sequence, which may be that of an image. */
    private begun = Buffer.alloc(0);
    /** What was sent ends within an image: one that ends with ESC, or with BEL as well. */
    private within?: 'sixel' | 'iterm';
    /** An image begins here. */
    private aheadAt = -1;

    constructor(private readonly read: ReadOutput) {}

    /** These bytes were sent, after those before them. */
    sent(bytes: Uint8Array): void {
        const sent = this.begun.length > 0 ? Buffer.concat([this.begun, bytes]) : bufferOf(bytes);
        const at = sent.lastIndexOf(ESC);
        this.begun = Buffer.alloc(0);
        if (at >= 0) {
            const kind = kindAt(sent, at);
            this.begun = kind === 'begun' ? Buffer.from(sent.subarray(at)) : this.begun;
            this.within = kind === 'begun' ? undefined : kind;
        }
        if (this.within === 'iterm' && sent.includes(BEL, Math.max(0, at))) {
            this.within = undefined;
        }
    }

    /** A snapshot was sent: what comes next follows no bytes that were sent before. */
    jumped(): void {
        this.begun = Buffer.alloc(0);
        this.within = undefined;
    }

    /** Whether there are images in the output between `position`, up to which it was sent, and `end`. */
    isAhead(position: number, end: number): boolean {
        if (end - position > MAX_IMAGE_BACKLOG_BYTES) {
            return false;
        }
        if (!this.within && this.aheadAt < position) {
            this.aheadAt = this.find(position, end);
        }
        return this.within !== undefined || this.aheadAt >= 0;
    }

    /** Where the first image begins, or the sequence that it may be; -1 for nowhere. */
    private find(position: number, end: number): number {
        const pieces: Uint8Array[] = [this.begun];
        for (let at = position; at < end;) {
            const piece = this.read(at, end - at);
            if (!piece) {
                break; // what is not retained is shown by a snapshot
            }
            pieces.push(piece);
            at += piece.length;
        }
        const found = beginOfImage(Buffer.concat(pieces));
        return found < 0 ? -1 : Math.max(position, position - this.begun.length + found);
    }
}

function beginOfImage(output: Buffer): number {
    const iterm = output.indexOf(ITERM);
    let sixel = output.indexOf(SIXEL);
    while (sixel >= 0 && kindAt(output, sixel) === undefined) {
        sixel = output.indexOf(SIXEL, sixel + 1);
    }
    return iterm >= 0 && (sixel < 0 || iterm < sixel) ? iterm : sixel;
}

/** Which image begins with the escape at `at`; `begun` where that cannot be said yet. */
function kindAt(output: Buffer, at: number): 'sixel' | 'iterm' | 'begun' | undefined {
    const begin = output.toString('latin1', at + 1, at + MAX_BEGIN_BYTES);
    if (/^P[\d;]*q/.test(begin)) {
        return 'sixel';
    }
    if (begin.startsWith(ITERM_BEGIN)) {
        return 'iterm';
    }
    const isWhole = begin.length === MAX_BEGIN_BYTES - 1;
    return !isWhole && (/^P[\d;]*$/.test(begin) || ITERM_BEGIN.startsWith(begin)) ? 'begun' : undefined;
}

function bufferOf(bytes: Uint8Array): Buffer {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

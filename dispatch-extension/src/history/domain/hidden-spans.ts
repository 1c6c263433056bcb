/** From `from` up to `to`, in bytes of the output. */
export interface Span {
    readonly from: number;
    readonly to: number;
}

const BEL = 0x07;
const LF = 0x0a;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
const MAX_PARAMETERS = 64;
/** Of more, the oldest are forgotten. */
const MAX_SPANS = 50_000;
const ALTERNATE = /^\?(?:.*;)?(?:47|1047|1049)(?:;|$)/;

type State = 'ground' | 'escape' | 'csi' | 'osc' | 'string';

/**
 * Finds what of a terminal's output is not part of its lines: the drawings of full-screen programs (on the alternate
 * screen) and control strings that contain line ends, as pictures do. With it, the rest can be read line by line from
 * any line on.
 *
 * Is fed the output from its beginning in pieces, cut anywhere. Holds a few numbers for each span.
 */
export class HiddenSpans {
    private readonly spans: Span[] = [];
    private state: State = 'ground';
    private parameters = '';
    private sequenceAt = 0;
    private hasLineEnd = false;
    private alternateFrom: number | undefined;
    private position = 0;

    /** Up to here the output has been read. */
    get end(): number {
        return this.position;
    }

    /** A piece that does not follow the last one begins anew: what was open is taken for closed. */
    feed(piece: Uint8Array, at: number): void {
        if (at !== this.position) {
            this.leaveAlternate(at);
            this.state = 'ground';
        }
        for (let index = 0; index < piece.length;) {
            index = this.step(piece, index, at);
        }
        this.position = at + piece.length;
    }

    /** What can be read as lines of the output from `from` up to `to`. */
    visible(from: number, to: number): Span[] {
        const visible: Span[] = [];
        let position = from;
        for (const span of this.from(from)) {
            if (span.from >= to) {
                break;
            }
            if (span.from > position) {
                visible.push({ from: position, to: span.from });
            }
            position = Math.max(position, span.to);
        }
        if (position < to) {
            visible.push({ from: position, to });
        }
        return visible;
    }

    private from(position: number): Span[] {
        const open = this.alternateFrom === undefined ? [] : [{ from: this.alternateFrom, to: Infinity }];
        let low = 0;
        for (let high = this.spans.length; low < high;) {
            const middle = (low + high) >> 1;
            if (this.spans[middle].to <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return [...this.spans.slice(low), ...open];
    }

    /** Reads from `index` on; answers where to go on. */
    private step(piece: Uint8Array, index: number, at: number): number {
        switch (this.state) {
            case 'ground':
                return this.ground(piece, index, at);
            case 'escape':
                return this.escape(piece[index], at + index, index + 1);
            case 'csi':
                return this.csi(piece[index], at + index, index + 1);
            default:
                return this.string(piece, index, at);
        }
    }

    private ground(piece: Uint8Array, from: number, at: number): number {
        const index = piece.indexOf(ESC, from);
        if (index < 0) {
            return piece.length;
        }
        this.begin(at + index);
        return index + 1;
    }

    private begin(position: number): void {
        this.state = 'escape';
        this.sequenceAt = position;
    }

    private escape(byte: number, position: number, next: number): number {
        this.state = 'ground';
        if (byte === ESC) {
            this.begin(position);
        } else if (byte === 0x5b) {
            this.state = 'csi';
            this.parameters = '';
        } else if (byte === 0x5d || byte === 0x50 || byte === 0x58 || byte === 0x5e || byte === 0x5f) {
            this.state = byte === 0x5d ? 'osc' : 'string';
            this.hasLineEnd = false;
        } else if (byte === 0x63) {
            this.leaveAlternate(position + 1);
        } else if (byte < 0x30 && byte !== CAN && byte !== SUB) {
            this.state = 'escape';
        }
        return next;
    }

    private csi(byte: number, position: number, next: number): number {
        if (byte === ESC) {
            this.begin(position);
        } else if (byte === CAN || byte === SUB) {
            this.state = 'ground';
        } else if (byte >= 0x40 && byte <= 0x7e) {
            this.state = 'ground';
            this.finish(byte, position + 1);
        } else if (byte >= 0x20 && this.parameters.length < MAX_PARAMETERS) {
            this.parameters += String.fromCharCode(byte);
        }
        return next;
    }

    private finish(final: number, end: number): void {
        if ((final !== 0x68 && final !== 0x6c) || !ALTERNATE.test(this.parameters)) {
            return;
        }
        if (final === 0x68) {
            this.alternateFrom ??= this.sequenceAt;
        } else {
            this.leaveAlternate(end);
        }
    }

    private string(piece: Uint8Array, from: number, at: number): number {
        for (let index = from; index < piece.length; index++) {
            const byte = piece[index];
            if (byte === LF) {
                this.hasLineEnd = true;
            } else if (byte === ESC || byte === CAN || byte === SUB || (byte === BEL && this.state === 'osc')) {
                this.endString(at + index + (byte === ESC ? 0 : 1));
                if (byte === ESC) {
                    this.begin(at + index);
                }
                return index + 1;
            }
        }
        return piece.length;
    }

    private endString(end: number): void {
        this.state = 'ground';
        if (this.hasLineEnd && this.alternateFrom === undefined) {
            this.add({ from: this.sequenceAt, to: end });
        }
    }

    private leaveAlternate(end: number): void {
        if (this.alternateFrom !== undefined) {
            this.add({ from: this.alternateFrom, to: end });
            this.alternateFrom = undefined;
        }
    }

    private add(span: Span): void {
        this.spans.push(span);
        if (this.spans.length > MAX_SPANS) {
            this.spans.splice(0, MAX_SPANS / 10);
        }
    }
}

import { TextLine } from '../../shell-integration/domain/text-line';
import { GridHistory } from '../../terminal/domain/grid-history';

const LF = 0x0a;
const CR = 0x0d;
const ESC = 0x1b;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Sequences of a terminal, and what stands between them. An unfinished one at the end is left out. */
const PIECES =
    // eslint-disable-next-line no-control-regex -- these are the controls that are looked for
    /\x1b\[([0-?]*)[ -/]*([@-~])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b\[?[ -?]*$|\x1b[ -/]*[0-~]|\x1b|[^\x1b]/gsu;

/** Bytes of output whose positions may have gaps between them. */
export interface OutputBlock {
    readonly bytes: Uint8Array;
    /** Where the bytes from `offset` on stand in the output; by offset, the first of them 0. */
    readonly places: readonly { readonly offset: number; readonly at: number }[];
    /** How wide the terminal was where; unknown without it. */
    readonly grids?: GridHistory;
}

/** A line of the output, as text. */
export interface OutputLine {
    /** The position of its first byte. */
    readonly at: number;
    readonly text: string;
    /** The line end was there; false for what stands behind the last one. */
    readonly ended: boolean;
}

/** The lines of a block, oldest first. What is behind the last line end is a line too, if there is something. */
export function* linesOf({ bytes, places, grids }: OutputBlock): Generator<OutputLine> {
    let place = 0;
    for (let offset = 0; offset < bytes.length;) {
        const lineEnd = bytes.indexOf(LF, offset);
        const next = lineEnd < 0 ? bytes.length : lineEnd + 1;
        while (place + 1 < places.length && places[place + 1].offset <= offset) {
            place++;
        }
        const at = places[place].at + offset - places[place].offset;
        const ended = lineEnd >= 0;
        const columns = grids?.inForceAt(at)?.columns;
        for (const text of textOf(bytes.subarray(offset, ended ? lineEnd : next), columns)) {
            yield { at, text, ended };
        }
        offset = next;
    }
}

/**
 * What a person reads in a line of output: without escape sequences, with what was written over as it was in the end. A
 * program that moves the cursor over the screen makes several lines of it. `columns`: of the terminal, if known.
 */
export function textOf(line: Uint8Array, columns?: number): string[] {
    const length = line.at(-1) === CR ? line.length - 1 : line.length;
    const bytes = line.subarray(0, length);
    return isPlain(bytes) ? [decoder.decode(bytes).trimEnd()] : render(decoder.decode(bytes), columns);
}

function isPlain(bytes: Uint8Array): boolean {
    for (const byte of bytes) {
        if (byte < 0x20 || byte === 0x7f) {
            return false;
        }
    }
    return true;
}

function render(text: string, columns?: number): string[] {
    const styled = text.includes('\x1b') && onlyStyles(text);
    if (styled !== false) {
        return [styled.trimEnd()];
    }
    const lines: string[] = [];
    const line = new TextLine(columns);
    const finish = (): void => {
        if (line.text !== '') {
            lines.push(line.text);
        }
        line.clear();
    };
    for (const [piece, parameters, final] of text.matchAll(PIECES)) {
        if (final === 'H' || final === 'f') {
            finish();
        } else if (final !== undefined) {
            line.control(final, parameters);
        } else if (piece.charCodeAt(0) !== ESC) {
            line.put(piece);
        }
    }
    finish();
    return lines.length > 0 ? lines : [''];
}

/** The usual case in short: text and colours. False where there is more than that. */
function onlyStyles(text: string): string | false {
    // eslint-disable-next-line no-control-regex -- colours and shell marks
    const bare = text.replace(/\x1b\[[\d;:]*m|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g, '');
    // eslint-disable-next-line no-control-regex -- any other control
    return /[\x00-\x1f\x7f]/.test(bare) ? false : bare;
}

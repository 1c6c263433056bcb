import { withoutTrailing } from 'dispatch-extension/lib/kernel/common/without-trailing';
import { TextLine } from 'dispatch-extension/lib/shell-integration/domain/text-line';

/** Sequences of a terminal, and what stands between them. An unfinished one at the end is left out. */
const PIECES =
    // eslint-disable-next-line no-control-regex -- these are the controls that are looked for
    /\x1b\[([0-?]*)[ -/]*([@-~])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]|\x1b|[^\x1b]+/gsu;
/** Sequences that change what stands in the line. */
const CHANGES_LINE = /[CDGPK@]/;
/** How far the cursor moves at once, in columns: what is wider than a screen moves no further. */
const MAX_LEAP = 200;
/** What is left of controls when sequences are gone; tabs stay. */
// eslint-disable-next-line no-control-regex -- these are the controls that are removed
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/**
 * What a program wrote to a terminal, as text without any control but tabs and line breaks. A line that nothing was
 * written over is exactly as it was written; one that was written over, as by a progress bar, is as it was in the end.
 * What moves between lines is not followed.
 */
export function terminalText(written: string): string {
    return written
        .split('\n')
        .map(line => lineText(withoutTrailing(line, '\r')))
        .join('\n');
}

function lineText(line: string): string {
    // eslint-disable-next-line no-control-regex -- these are the controls that are looked for
    if (!/[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(line)) {
        return line;
    }
    const pieces = [...line.matchAll(PIECES)];
    const isChanged = pieces.some(
        ([piece, , final]) =>
            (final !== undefined && CHANGES_LINE.test(final)) || (!piece.startsWith('\x1b') && /[\r\b]/.test(piece))
    );
    return isChanged ? lineInTheEnd(pieces) : pieces.map(plain).join('').replace(CONTROLS, '');
}

/** A few bytes must not become a line of many blanks. */
function withoutLeaps(parameters: string): string {
    const count = Number.parseInt(parameters, 10);
    return count > MAX_LEAP ? String(MAX_LEAP) : parameters;
}

function plain([piece]: RegExpMatchArray): string {
    return piece.startsWith('\x1b') ? '' : piece;
}

function lineInTheEnd(pieces: readonly RegExpMatchArray[]): string {
    const line = new TextLine();
    for (const piece of pieces) {
        const [, parameters, final] = piece;
        if (final === undefined) {
            for (const character of plain(piece)) {
                line.put(character);
            }
        } else {
            line.control(final, withoutLeaps(parameters ?? ''));
        }
    }
    return line.text.replace(CONTROLS, '');
}

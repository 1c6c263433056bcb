import { TextLine } from './text-line';

/** Sequences of a terminal, and what stands between them. An unfinished one at the end is left out. */
const PIECES =
    // eslint-disable-next-line no-control-regex -- these are the controls that are looked for
    /\x1b\[([0-?]*)[ -/]*([@-~])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]|\x1b|[^\x1b]/gsu;

/**
 * Output as text, line by line, for output that is longer than a screen: without colours, with lines that were written
 * over as they were in the end. What moves between lines is not followed.
 */
export function plainTextOf(output: string): string {
    const lines: string[] = [];
    const line = new TextLine();
    for (const [piece, parameters, final] of output.matchAll(PIECES)) {
        if (final !== undefined) {
            line.control(final, parameters);
        } else if (piece === '\n') {
            lines.push(line.text);
            line.clear();
        } else if (!piece.startsWith('\x1b')) {
            line.put(piece);
        }
    }
    lines.push(line.text);
    return lines.join('\n');
}

/** The first line that was typed behind a prompt, with its blanks in front. */
export function typedLineOf(echo: string): string {
    const line = new TextLine();
    for (const [piece, parameters, final] of echo.matchAll(PIECES)) {
        if (final !== undefined) {
            line.control(final, parameters);
        } else if (piece === '\n') {
            break;
        } else if (!piece.startsWith('\x1b') && piece !== '\r') {
            // A carriage return goes to the edge of the screen, and the line began behind a prompt.
            line.put(piece);
        }
    }
    return line.raw.trimEnd();
}

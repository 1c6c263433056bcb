/** When pasting several lines asks first, as VS Code has it: `auto` not while the program reads pastes as such. */
export type MultiLineWarning = 'auto' | 'always' | 'never';

/** Lines of a paste that the question shows, and characters of each. */
const PREVIEW_LINES = 3;
const PREVIEW_CHARS = 60;

/** What a paste may not hold: it would press keys, or end a bracketed paste early and run the rest. */
// eslint-disable-next-line no-control-regex -- these are what it is about
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
/** The same in eight bits; some programs take them for escape sequences. */
const HIGH_CONTROLS = /[\u0080-\u009f]/g;
const DELETE = '\u007f';
/** Where Unicode's pictures of the control characters begin. */
const PICTURES = 0x2400;
const PICTURE_OF_DELETE = '\u2421';

/** The text with its control characters made visible, as `␛` for Escape; tabs and line ends stay. */
export function withoutControls(text: string): string {
    return text
        .replace(CONTROLS, control =>
            control === DELETE ? PICTURE_OF_DELETE : String.fromCodePoint(PICTURES + control.charCodeAt(0))
        )
        .replace(HIGH_CONTROLS, '');
}

/** Whether a paste has to be asked about. `bracketed`: the program reads pastes as such and runs nothing of them. */
export function needsQuestion(text: string, warning: MultiLineWarning, bracketed: boolean): boolean {
    const lines = linesOf(text);
    if (warning === 'never' || lines.length === 1) {
        return false;
    }
    // A command that was copied with its line end is still one command.
    const oneCommand = lines.length === 2 && lines[1].trim() === '';
    return warning === 'always' || (!bracketed && !oneCommand);
}

/** How many lines a paste has; a line end at the end begins none. */
export function countLines(text: string): number {
    const lines = linesOf(text);
    return lines.length > 1 && lines[lines.length - 1] === '' ? lines.length - 1 : lines.length;
}

/** The first lines, cut where they are long. `more`: lines that are not shown. */
export function previewOf(text: string): { lines: string[]; more: number } {
    const lines = linesOf(text)
        .slice(0, Math.min(PREVIEW_LINES, countLines(text)))
        .map(line => (line.length > PREVIEW_CHARS ? `${line.slice(0, PREVIEW_CHARS)}…` : line));
    return { lines, more: countLines(text) - lines.length };
}

/** The lines joined by spaces, without the backslashes that continue a command on the next line. */
export function asOneLine(text: string): string {
    return linesOf(text)
        .map(line => line.replace(/\\$/, '').trim())
        .filter(line => line !== '')
        .join(' ');
}

/**
 * A selection as it is worth copying: without the spaces at the ends of lines that programs fill their rows with.
 * A selection of nothing but spaces stays what it is.
 */
export function withoutTrailingSpaces(text: string): string {
    const trimmed = text.replace(/[ \t\u00a0]+(?=\r?\n|$)/g, '');
    return trimmed.trim() === '' ? text : trimmed;
}

function linesOf(text: string): string[] {
    return text.split(/\r\n|\r|\n/);
}

/** A line that names a place in the file whose name stands above it. */
export interface LineReference {
    readonly start: number;
    readonly length: number;
    /** From 1. */
    readonly line: number;
    /** From 1. */
    readonly column?: number;
}

/** How far up the file's name is looked for, in lines: a long report of one file. */
export const MAX_LINES_UP = 400;

/** `  12:5  error  …` of ESLint, `12:text` and `12:5:text` of ripgrep, `12-text` of its context. */
const REFERENCE = /^(\s*)(\d{1,7})(?::(\d{1,6}))?(?=[:\s-]|$)/;

/** The place that a line begins with, as it stands below the name of its file in reports by file. */
export function lineReferenceIn(text: string): LineReference | undefined {
    const match = REFERENCE.exec(text);
    if (!match || Number(match[2]) === 0 || (match[3] === undefined && !/^\s*\d+[:-]/.test(text))) {
        return undefined;
    }
    const start = match[1].length;
    const length = match[0].length - start;
    const line = Number(match[2]);
    return match[3] === undefined ? { start, length, line } : { start, length, line, column: Number(match[3]) };
}

/**
 * The heading of such a report: the nearest line above that is nothing but a path. `above(1)` is the line before.
 * Undefined where an empty line or the top comes first.
 */
export function headingAbove(above: (lines: number) => string | undefined): string | undefined {
    for (let up = 1; up <= MAX_LINES_UP; up++) {
        const text = above(up)?.trimEnd();
        if (!text) {
            return undefined;
        }
        if (!/^[\s\d]/.test(text)) {
            return /^[^\s:"'`]*[^:"'`]*[./][^:"'`]*$/.test(text) ? text : undefined;
        }
    }
    return undefined;
}

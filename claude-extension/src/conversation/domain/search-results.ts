/** One line of what a search found. */
export interface SearchLine {
    readonly text: string;
    /** The file that it is about, as the tool wrote it. */
    readonly path?: string;
    /** From 1. */
    readonly line?: number;
}

/** `src/a.ts:12:text`, and `src/a.ts-12-text` for lines around a hit; a drive letter is part of the path. */
const HIT = /^((?:[A-Za-z]:)?[^:\n]+?):(\d+)[:](.*)$/;
const AROUND = /^((?:[A-Za-z]:)?[^:\n]*?[\w)])-(\d+)-(.*)$/;
const COUNT = /^((?:[A-Za-z]:)?[^:\n]+):(\d+)$/;

/**
 * The output of a search as lines that lead somewhere. `onlyPaths`: every line is a path (as Glob, and Grep by default,
 * write them), but for headings like "Found 3 files".
 */
export function searchLines(output: string, onlyPaths: boolean): SearchLine[] {
    return output
        .trimEnd()
        .split(/\r?\n/)
        .map(text => (onlyPaths ? pathLine(text) : hitLine(text)));
}

function pathLine(text: string): SearchLine {
    const heading = /^(?:Found |No |\(|\[)/.test(text) || text.trim() === '';
    return heading || !/[./\\]/.test(text) ? { text } : { text: '', path: text.trim() };
}

function hitLine(text: string): SearchLine {
    const hit = HIT.exec(text) ?? AROUND.exec(text);
    if (hit) {
        return { path: hit[1], line: Number(hit[2]), text: hit[3] };
    }
    const count = COUNT.exec(text);
    return count ? { path: count[1], text: count[2] } : { text };
}

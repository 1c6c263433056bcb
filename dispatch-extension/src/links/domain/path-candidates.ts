/** A piece of a line of output that may be the name of a file or folder. */
export interface PathCandidate {
    /** Where it begins in the line, in UTF-16 units from 0. */
    readonly start: number;
    /** How long it is with its line and column, in UTF-16 units. */
    readonly length: number;
    /** As written, without quotes and position. May begin with `~/`. */
    readonly path: string;
    /** From 1. */
    readonly line?: number;
    /** From 1. */
    readonly column?: number;
}

/** Longer than this is no name of a file. */
const MAX_PATH_CHARS = 1_024;

/** `:12`, `:12:5`, `:line 12`, `(12)`, `(12,5)`, `(12, 5)`, `[12,5]`, `#L12`. */
const POSITION =
    /:(?:line )?(\d+)(?:[:.](\d+))?|\((\d+)(?:[,:] ?(\d+))?\)|\[(\d+)(?:[,:] ?(\d+))?\]|#L?(\d+)(?:[:C](\d+))?/g;
/** The same in words, after the path: `, line 3`, ` on line 3`, ` line 3, column 5`, ` 12:4-20`. */
const POSITION_AFTER = /[,:]? (?:on |at )?line (\d+)(?:,? (?:col|column|char) (\d+))?|\s+(\d+):(\d+)(?:-\d+)?(?!\S)/iy;
/** A text in quotes that does not begin inside of a word. */
const QUOTED = /(?<![\w])(["'`])((?:(?!\1).){2,}?)\1/g;
const TOKEN = /\S+/g;

const LEADING = /^[([{<"'`=,;|>*]+/;
const TRAILING = /[)\]}>"'`,;:.!?|…]+$/;
/** After these a path may begin in the midst of a token: `f(a.ts`, `--config=a.json`, `error:a.ts`, `x@./a`. */
const INNER_START = /[([{<"'`=:@|]/g;
/** Git's names of the two sides of a difference. */
const DIFF_SIDE = /^(?:[abciwo]|dev)\/(?=.)/;

const WELL_KNOWN = /^(?:\w*[Mm]akefile|Dockerfile|Containerfile|Gemfile|Rakefile|Procfile|Jenkinsfile|LICENSE|README)$/;
const EXTENSION = /\.(?=\w*[A-Za-z])\w{1,12}$/;

/**
 * What may be a path in a line of output, in the order of trust. Candidates may overlap: whoever asks takes those that
 * are there and leaves out the rest ({@link withoutOverlaps}). URLs are no paths.
 */
export function findPathCandidates(text: string): PathCandidate[] {
    const seen = new Set<string>();
    return [...quotedCandidates(text), ...bareCandidates(text)].filter(candidate => {
        const key = `${candidate.start}:${candidate.path}`;
        const fresh = !seen.has(key) && looksLikePath(candidate);
        seen.add(key);
        return fresh;
    });
}

/** The first of each group of overlapping ones, by their place in the line. */
export function withoutOverlaps<T extends { start: number; length: number }>(candidates: readonly T[]): T[] {
    const kept: T[] = [];
    for (const candidate of candidates) {
        if (kept.every(other => !overlap(candidate, other))) {
            kept.push(candidate);
        }
    }
    return kept.sort((a, b) => a.start - b.start);
}

function* quotedCandidates(text: string): Iterable<PathCandidate> {
    for (const match of text.matchAll(QUOTED)) {
        const inner = match[2];
        const start = match.index + 1;
        const inside = positionIn(inner, 0, inner.length);
        if (inside && inside.end === inner.length) {
            yield { start, length: inner.length, path: inner.slice(0, inside.start), ...inside.at };
        }
        const closed = match.index + match[0].length;
        const after = positionAt(text, closed) ?? positionAfter(text, closed);
        yield { start, length: (after?.end ?? closed - 1) - start, path: inner, ...after?.at };
    }
}

function* bareCandidates(text: string): Iterable<PathCandidate> {
    for (const match of text.matchAll(TOKEN)) {
        const token = match[0];
        if (token.length > 2 * MAX_PATH_CHARS) {
            continue;
        }
        const tokenEnd = match.index + token.length;
        const position = positionIn(text, match.index + 1, tokenEnd);
        if (position) {
            yield* startingIn(text, match.index, position.start, position);
            yield* wholeLineUpTo(text, match.index, position);
        }
        const pathEnd = match.index + token.replace(TRAILING, '').length;
        yield* startingIn(text, match.index, pathEnd, position ? undefined : positionAfter(text, pathEnd));
        // `tests/a.py::test_x`, `a.c:(.text+0x5)`, `a.md:what grep has found`
        const colon = token.indexOf(':');
        if (colon > 0 && !position) {
            yield* startingIn(text, match.index, match.index + colon, undefined);
        }
    }
}

/** The candidates that end at `pathEnd`, the longest first. */
function* startingIn(
    text: string,
    from: number,
    pathEnd: number,
    position: Position | undefined
): Iterable<PathCandidate> {
    const token = text.slice(from, pathEnd);
    const starts = [token.match(LEADING)?.[0].length ?? 0];
    for (const { index } of token.matchAll(INNER_START)) {
        starts.push(index + 1);
    }
    for (const skipped of new Set(starts)) {
        const start = from + skipped;
        const path = text.slice(start, pathEnd);
        const length = (position?.end ?? pathEnd) - start;
        yield { start, length, path, ...position?.at };
        if (DIFF_SIDE.test(path)) {
            yield { start, length, path: path.replace(DIFF_SIDE, ''), ...position?.at };
        }
    }
}

/** A path with spaces at the beginning of a line, as compilers write it: `my folder/a.ts(1,2): error`. */
function* wholeLineUpTo(text: string, tokenStart: number, position: Position): Iterable<PathCandidate> {
    const start = text.length - text.trimStart().length;
    const path = text.slice(start, position.start);
    if (start < tokenStart && path.length <= 200 && !/[:"'`(]/.test(path)) {
        yield { start, length: position.end - start, path, ...position.at };
    }
}

interface Position {
    /** Where it begins and ends in the line. */
    start: number;
    end: number;
    at: { line: number; column?: number };
}

/** The first position that begins in `[from, to)`. */
function positionIn(text: string, from: number, to: number): Position | undefined {
    POSITION.lastIndex = from;
    const match = POSITION.exec(text);
    return match && match.index < to ? positionOf(match) : undefined;
}

function positionAt(text: string, at: number): Position | undefined {
    const position = positionIn(text, at, at + 1);
    return position?.start === at ? position : undefined;
}

function positionAfter(text: string, at: number): Position | undefined {
    POSITION_AFTER.lastIndex = at;
    const match = POSITION_AFTER.exec(text);
    return match ? positionOf(match) : undefined;
}

function positionOf(match: RegExpExecArray): Position | undefined {
    const [line, column] = match.slice(1).filter(group => group !== undefined);
    const lineNumber = Number(line);
    if (!Number.isSafeInteger(lineNumber)) {
        return undefined;
    }
    const end = match.index + match[0].length;
    return {
        start: match.index,
        end,
        at: column === undefined ? { line: lineNumber } : { line: lineNumber, column: Number(column) }
    };
}

function looksLikePath({ path, line }: PathCandidate): boolean {
    if (path.length === 0 || path.length > MAX_PATH_CHARS || path.includes('://') || path.startsWith('//')) {
        return false;
    }
    // eslint-disable-next-line no-control-regex -- none of these is typed in a name
    if (/[\u0000-\u001f\u007f]/.test(path) || !/[\w\u0080-\uffff]/.test(path)) {
        return false;
    }
    const named = EXTENSION.test(path) || WELL_KNOWN.test(path) || /^\.\w/.test(path);
    return path.includes('/') || named || (line !== undefined && /^[\w.@+-]*[A-Za-z][\w.@+-]*$/.test(path));
}

function overlap(a: { start: number; length: number }, b: { start: number; length: number }): boolean {
    return a.start < b.start + b.length && b.start < a.start + a.length;
}

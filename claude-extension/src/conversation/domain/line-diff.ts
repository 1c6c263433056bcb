/** One line of a comparison. */
export interface DiffLine {
    readonly kind: 'same' | 'added' | 'removed';
    readonly text: string;
    /** It is the last line, and has no line break at its end, which the other text's last line has. */
    readonly unbroken?: true;
}

/** Marks the last line of a text that does not end as the other one does; within a line it cannot be. */
const UNBROKEN = '\n';

/** Above this product of changed lines the comparison is not worth its time, and all is shown as replaced. */
const MAX_CELLS = 1_000_000;

/** The lines of `after` compared with those of `before`, as a longest common subsequence has it. */
export function diffLines(before: string, after: string): DiffLine[] {
    const a = markedLines(before, after);
    const b = markedLines(after, before);
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) {
        start++;
    }
    let end = 0;
    while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
        end++;
    }
    return [
        ...a.slice(0, start).map(same),
        ...diffMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
        ...a.slice(a.length - end).map(same)
    ];
}

/** How many lines a comparison adds and removes. */
export function countChanges(lines: readonly DiffLine[]): { added: number; removed: number } {
    return {
        added: lines.filter(line => line.kind === 'added').length,
        removed: lines.filter(line => line.kind === 'removed').length
    };
}

/** The lines of a text; a new line at the end does not begin another one, and an empty text has none. */
export function linesOf(text: string): string[] {
    const lines = text.split(/\r?\n/);
    if (lines.at(-1) === '') {
        lines.pop();
    }
    return lines;
}

function markedLines(text: string, other: string): string[] {
    const lines = linesOf(text);
    if (lines.length > 0 && !text.endsWith('\n') && other.endsWith('\n')) {
        lines.push(lines.pop() + UNBROKEN);
    }
    return lines;
}

function diffMiddle(a: readonly string[], b: readonly string[]): DiffLine[] {
    if (a.length * b.length > MAX_CELLS) {
        return [...a.map(removed), ...b.map(added)];
    }
    const common = commonLengths(a, b);
    const out: DiffLine[] = [];
    let i = 0;
    let j = 0;
    while (i < a.length && j < b.length) {
        if (a[i] === b[j]) {
            out.push(same(a[i++]));
            j++;
        } else if (common[i + 1][j] >= common[i][j + 1]) {
            out.push(removed(a[i++]));
        } else {
            out.push(added(b[j++]));
        }
    }
    return [...out, ...a.slice(i).map(removed), ...b.slice(j).map(added)];
}

/** `[i][j]`: how many lines the rest of `a` from `i` and the rest of `b` from `j` have in common, in order. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array[] {
    const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) {
        for (let j = b.length - 1; j >= 0; j--) {
            table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
        }
    }
    return table;
}

const same = (text: string): DiffLine => ({ kind: 'same', text });
const added = (text: string): DiffLine => changed('added', text);
const removed = (text: string): DiffLine => changed('removed', text);

function changed(kind: DiffLine['kind'], text: string): DiffLine {
    return text.endsWith(UNBROKEN) ? { kind, text: text.slice(0, -UNBROKEN.length), unbroken: true } : { kind, text };
}

/** Where code goes in a text: what is from one position to the other, in UTF-16 units, is replaced. */
export interface CodePlace {
    readonly from: number;
    readonly to: number;
    readonly newText: string;
}

interface Line {
    readonly indent: string;
    /** Without white space around it; empty for a blank line. */
    readonly words: string;
    readonly text: string;
}

/**
 * Finds the part of a text that a piece of code is another version of: it begins with the same line, the only one of its kind,
 * and ends where the code does. The code takes over the indentation of that part. Undefined where that is not certain.
 */
export function placeOfCode(text: string, code: string): CodePlace | undefined {
    const lines = linesOf(text);
    const wanted = withoutBlankEnds(linesOf(code));
    const from = wanted.length > 1 ? onlyLine(lines, wanted[0].words) : undefined;
    const moved = from === undefined ? undefined : moveTo(wanted, lines[from].indent);
    const to = from === undefined || !moved ? undefined : endOf(lines, moved, from);
    if (from === undefined || to === undefined || !moved) {
        return undefined;
    }
    return {
        from: startOfLine(text, from),
        to: startOfLine(text, to),
        newText: withEnds(
            text,
            moved.map(line => line.text)
        )
    };
}

/** What is selected; where that is whole lines, the code is whole lines too. */
export function placeOfSelection(text: string, code: string, from: number, to: number): CodePlace {
    const whole = withEnds(text, code.replace(/\r?\n$/, '').split(/\r?\n/));
    return { from, to, newText: text[to - 1] === '\n' ? whole : whole.replace(/\r?\n$/, '') };
}

/** All of the text. */
export function wholePlace(text: string, code: string): CodePlace {
    return { from: 0, to: text.length, newText: withEnds(text, code.replace(/\r?\n$/, '').split(/\r?\n/)) };
}

/** The text with the code in its place. */
export function withCode(text: string, { from, to, newText }: CodePlace): string {
    return text.slice(0, from) + newText + text.slice(to);
}

/**
 * The line after the part: the first one like the last one of the code, as far in; else, where all of the code but its first
 * line is further in than that (as in Python), after the lines that are.
 */
function endOf(lines: readonly Line[], code: readonly Line[], from: number): number | undefined {
    const known = lastKnownLine(lines, code, from);
    const last = code[code.length - 1];
    const same = lines.findIndex(
        (line, i) => i >= known && i > from && line.words === last.words && line.indent === last.indent
    );
    if (same !== -1) {
        return same + 1;
    }
    const isInner = (line: Line): boolean => line.words === '' || line.indent.length > code[0].indent.length;
    const next = lines.findIndex((line, i) => i > from && !isInner(line));
    const end = lines.findLastIndex((line, i) => (next === -1 || i < next) && line.words !== '') + 1;
    return code.slice(1).every(isInner) && end > known ? end : undefined;
}

/** The last line of the part that the code has as well, each of them once: so that several blocks are found to their end. */
function lastKnownLine(lines: readonly Line[], code: readonly Line[], from: number): number {
    const known = code.flatMap(({ words }) =>
        onlyLine(code, words) === undefined ? [] : (onlyLine(lines, words) ?? [])
    );
    return Math.max(from, known.at(-1) ?? from);
}

/** Where a line is that says something; undefined when there are several or none. */
function onlyLine(lines: readonly Line[], words: string): number | undefined {
    const at = lines.findIndex(line => line.words === words);
    const isOnly = at !== -1 && lines.findLastIndex(line => line.words === words) === at;
    return isOnly && /\w/.test(words) ? at : undefined;
}

/** The code, its first line as far in as `indent`. Undefined where another one is further out than the first. */
function moveTo(code: readonly Line[], indent: string): Line[] | undefined {
    const before = code[0].indent;
    const moved = code.flatMap(line => {
        const own = line.words === '' ? '' : `${indent}${line.indent.slice(before.length)}`;
        const isFurtherOut = line.words !== '' && !line.indent.startsWith(before);
        return isFurtherOut ? [] : [{ ...line, indent: own, text: own + line.text.slice(line.indent.length) }];
    });
    return moved.length === code.length ? moved : undefined;
}

function withoutBlankEnds(lines: readonly Line[]): readonly Line[] {
    const isSaid = (line: Line): boolean => line.words !== '';
    return lines.slice(Math.max(0, lines.findIndex(isSaid)), lines.findLastIndex(isSaid) + 1);
}

function linesOf(text: string): Line[] {
    return text.split(/\r?\n/).map(line => ({ indent: /^\s*/.exec(line)?.[0] ?? '', words: line.trim(), text: line }));
}

function startOfLine(text: string, line: number): number {
    return text
        .split(/(?<=\n)/)
        .slice(0, line)
        .join('').length;
}

function withEnds(text: string, lines: readonly string[]): string {
    const end = text.includes('\r\n') ? '\r\n' : '\n';
    return lines.map(line => line + end).join('');
}

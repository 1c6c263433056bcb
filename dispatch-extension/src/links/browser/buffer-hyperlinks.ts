import type { IBufferRange, Terminal } from '@xterm/xterm';

/** A hyperlink that a program has written (OSC 8), as it stands in a line. */
export interface BufferHyperlink {
    readonly target: string;
    /** What is shown. */
    readonly text: string;
    /** Where that begins in the line with all its wrapped parts, in UTF-16 units. */
    readonly start: number;
    /** The place in the buffer where it begins, in the way of xterm: from 1. */
    readonly range: IBufferRange;
}

/**
 * What is used of xterm 6.0.0 beside its interface, which tells the hyperlink of a cell only to a pointer. A test compares
 * the names with xterm's source.
 */
interface Internals {
    readonly _oscLinkService?: { getLinkData(id: number): { readonly uri: string } | undefined };
}

interface LinkedCell {
    hasExtendedAttrs?(): number;
    readonly extended?: { readonly urlId: number };
}

/** The hyperlinks of the line whose rows of the buffer these are, from 0; the last one is part of it. */
export function hyperlinksIn(terminal: Pick<Terminal, 'buffer'>, firstRow: number, lastRow: number): BufferHyperlink[] {
    const { _oscLinkService: targets } = (terminal as unknown as { _core: Internals })._core;
    const found: (BufferHyperlink & { id: number })[] = [];
    let length = 0;
    for (const { id, text, x, y } of cellsOf(terminal, firstRow, lastRow)) {
        const last = found.at(-1);
        const goesOn = last && last.id === id && last.start + last.text.length === length;
        const target = id === 0 ? undefined : targets?.getLinkData(id)?.uri;
        const end = { x: x + 1, y: y + 1 };
        if (goesOn) {
            found[found.length - 1] = { ...last, text: last.text + text, range: { start: last.range.start, end } };
        } else if (target !== undefined) {
            found.push({ id, target, text, start: length, range: { start: end, end } });
        }
        length += text.length;
    }
    return found.map(({ target, text, start, range }) => ({ target, text, start, range }));
}

function* cellsOf({ buffer: { active } }: Pick<Terminal, 'buffer'>, firstRow: number, lastRow: number) {
    const reused = active.getNullCell();
    for (let y = firstRow; y <= lastRow; y++) {
        const line = active.getLine(y);
        for (let x = 0; line && x < line.length; x++) {
            const cell = line.getCell(x, reused);
            if (cell && cell.getWidth() > 0) {
                yield { id: linkOf(cell as LinkedCell), text: cell.getChars() || ' ', x, y };
            }
        }
    }
}

/** 0 for none. What a cell without extended attributes has there is of another one. */
function linkOf(cell: LinkedCell): number {
    return cell.hasExtendedAttrs?.() ? (cell.extended?.urlId ?? 0) : 0;
}

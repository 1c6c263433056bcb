import { TimeMark } from './output-times';

/**
 * Time marks as bytes: of each mark how many bytes and how many ms it is after the one before, as two variable-length
 * numbers of 7 bits a byte, lowest first. The first one counts from `origin`. A mark takes two to four bytes.
 */
export function encodeMark(mark: TimeMark, before: TimeMark): number[] {
    return [...encodeNumber(mark.at - before.at), ...encodeNumber(mark.ms - before.ms)];
}

/** The marks of a file whose first mark was encoded against `{ at: origin, ms: 0 }`. A torn last one is left out. */
export function decodeMarks(bytes: Uint8Array, origin: number): TimeMark[] {
    const marks: TimeMark[] = [];
    let before: TimeMark = { at: origin, ms: 0 };
    for (let position = 0; ;) {
        const at = decodeNumber(bytes, position);
        const ms = at && decodeNumber(bytes, at.next);
        if (!ms) {
            return marks;
        }
        before = { at: before.at + at.value, ms: before.ms + ms.value };
        marks.push(before);
        position = ms.next;
    }
}

function encodeNumber(value: number): number[] {
    const bytes: number[] = [];
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
        bytes.push((rest % 0x80) + 0x80);
    }
    return [...bytes, rest];
}

function decodeNumber(bytes: Uint8Array, position: number): { value: number; next: number } | undefined {
    let value = 0;
    for (let index = position, factor = 1; index < bytes.length; index++, factor *= 0x80) {
        value += (bytes[index] & 0x7f) * factor;
        if (bytes[index] < 0x80) {
            return { value, next: index + 1 };
        }
    }
    return undefined;
}

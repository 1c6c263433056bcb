const LF = 0x0a;
const CR = 0x0d;
const ESC = 0x1b;

/**
 * Where lines begin in bytes of output whose first byte may be anywhere: the index behind the first line end. In a line
 * that is longer than all of the bytes, the first control sequence, or else the first character.
 */
export function firstLineStart(bytes: Uint8Array): number {
    const lineEnd = bytes.indexOf(LF);
    if (lineEnd >= 0) {
        return lineEnd + 1;
    }
    const control = bytes.findIndex(byte => byte === ESC || byte === CR);
    return control >= 0 ? control : firstCharacter(bytes);
}

/**
 * Where the last whole line ends. In a line that is longer than all of the bytes, before the last control sequence or
 * character, which may go on behind them.
 */
export function lastLineEnd(bytes: Uint8Array): number {
    const lineEnd = bytes.lastIndexOf(LF);
    if (lineEnd >= 0) {
        return lineEnd + 1;
    }
    const control = bytes.lastIndexOf(ESC);
    return control > 0 ? control : wholeCharacters(bytes);
}

/** The index behind which there are at most `lines` lines; 0 where there are no more than that. */
export function lastLines(bytes: Uint8Array, lines: number): number {
    let index = bytes.length - 1;
    for (let count = 0; index > 0; count++) {
        index = bytes.lastIndexOf(LF, index - 1);
        if (index >= 0 && count === lines - 1) {
            return index + 1;
        }
    }
    return 0;
}

/** The index behind the first `lines` line ends; the length where there are no more than that. */
export function firstLines(bytes: Uint8Array, lines: number): number {
    let index = 0;
    for (let count = 0; count < lines; count++) {
        const next = bytes.indexOf(LF, index);
        if (next < 0) {
            return bytes.length;
        }
        index = next + 1;
    }
    return index;
}

/** How many bytes from the beginning on hold whole characters of UTF-8: all, or up to three less. */
export function wholeCharacters(bytes: Uint8Array): number {
    for (let back = 1; back <= Math.min(3, bytes.length); back++) {
        const byte = bytes[bytes.length - back];
        if (byte >= 0xc2) {
            const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
            return needs > back ? bytes.length - back : bytes.length;
        }
        if (byte < 0x80) {
            break;
        }
    }
    return bytes.length;
}

/** The index of the first character of UTF-8: 0, or up to three more. */
function firstCharacter(bytes: Uint8Array): number {
    let index = 0;
    while (index < Math.min(3, bytes.length) && (bytes[index] & 0xc0) === 0x80) {
        index++;
    }
    return index;
}

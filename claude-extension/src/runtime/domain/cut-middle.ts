/** The longest output of a tool that is recorded, in bytes of UTF-8. */
export const MAX_TOOL_OUTPUT_BYTES = 64 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The text itself when it fits into `maxBytes` of UTF-8; else its beginning and its end with a line between them that
 * says how much is missing. No character is torn.
 */
export function cutMiddle(text: string, maxBytes: number = MAX_TOOL_OUTPUT_BYTES): string {
    if (text.length * 3 <= maxBytes) {
        return text;
    }
    const bytes = encoder.encode(text);
    if (bytes.length <= maxBytes) {
        return text;
    }
    const room = Math.max(0, maxBytes - 64);
    const head = endOfCharacter(bytes, Math.floor(room / 2));
    const tail = startOfCharacter(bytes, bytes.length - Math.floor(room / 2));
    const marker = `\n… ${tail - head} bytes left out …\n`;
    return decoder.decode(bytes.subarray(0, head)) + marker + decoder.decode(bytes.subarray(tail));
}

/** The last boundary between characters at or before `index`. */
function endOfCharacter(bytes: Uint8Array, index: number): number {
    let at = index;
    while (at > 0 && isContinuation(bytes[at])) {
        at--;
    }
    return at;
}

/** The first boundary between characters at or after `index`. */
function startOfCharacter(bytes: Uint8Array, index: number): number {
    let at = index;
    while (at < bytes.length && isContinuation(bytes[at])) {
        at++;
    }
    return at;
}

function isContinuation(byte: number | undefined): boolean {
    return byte !== undefined && (byte & 0xc0) === 0x80;
}

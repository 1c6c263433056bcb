/** What a program asks of the clipboard by OSC 52. */
export type ClipboardRequest =
    | { readonly kind: 'write'; readonly text: string }
    /** Never answered: what is on the clipboard is nobody's business but the person's. */
    | { readonly kind: 'read' }
    | { readonly kind: 'too-large' }
    | { readonly kind: 'ignored' };

/** The largest text that a program may put on the clipboard, in bytes of UTF-8. */
export const MAX_CLIPBOARD_BYTES = 1024 * 1024;

/**
 * Reads the data of OSC 52: which clipboards, a semicolon, base64. An empty list of clipboards means the usual one, as
 * tmux writes it. The primary selection (`p`) alone is ignored: a page has none, and it would overwrite the clipboard.
 *
 * @param decode text from base64 of its UTF-8; undefined where it is none
 */
export function readClipboardRequest(data: string, decode: (base64: string) => string | undefined): ClipboardRequest {
    const [clipboards, base64] = splitOnce(data);
    if (base64 === undefined || !/^[cpqs0-7]*$/.test(clipboards)) {
        return { kind: 'ignored' };
    }
    if (base64 === '?') {
        return { kind: 'read' };
    }
    if (clipboards !== '' && !/[cs]/.test(clipboards)) {
        return { kind: 'ignored' };
    }
    if (base64.length > (MAX_CLIPBOARD_BYTES * 4) / 3 + 4) {
        return { kind: 'too-large' };
    }
    const text = decode(base64);
    // Anything that is no base64 empties the clipboard in xterm. Nobody misses that.
    return text ? { kind: 'write', text } : { kind: 'ignored' };
}

function splitOnce(data: string): [string, string | undefined] {
    const at = data.indexOf(';');
    return at < 0 ? [data, undefined] : [data.slice(0, at), data.slice(at + 1)];
}

import { createHash, timingSafeEqual } from 'node:crypto';

/** Longest key that is looked at, in UTF-16 units. */
export const MAX_KEY_CHARS = 1_024;

/** The key of `TERMINAL_KEY`. Compared in constant time, by hash, so that neither content nor length shows in the time. */
export class TerminalKey {
    private readonly digest: Buffer;

    constructor(key: string) {
        this.digest = sha256(key);
    }

    matches(given: string): boolean {
        return timingSafeEqual(this.digest, sha256(given));
    }
}

function sha256(text: string): Buffer {
    return createHash('sha256').update(text).digest();
}

import { resolve } from 'node:path';

/** A path for people. Paths are kept as bytes, one character each, because file names need not be text. */
export function shownPath(path: string): string {
    return Buffer.from(path, 'latin1').toString('utf8');
}

/** The bytes of a text, one character each. */
export function bytesOf(text: string): string {
    return Buffer.from(text, 'utf8').toString('latin1');
}

/** A folder in which paths of bytes are looked up. */
export class ByteFolder {
    private readonly prefix: Buffer;

    constructor(readonly folder: string) {
        this.prefix = Buffer.from(resolve(folder), 'utf8');
    }

    /** What to give to `fs`. The empty path is the folder itself. */
    at(path: string): Buffer {
        return path === '' ? this.prefix : Buffer.concat([this.prefix, Buffer.from(`/${path}`, 'latin1')]);
    }
}

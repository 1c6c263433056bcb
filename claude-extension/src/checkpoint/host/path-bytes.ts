import { realpathSync } from 'node:fs';
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
    private real: Buffer | undefined;

    constructor(readonly folder: string) {
        this.prefix = Buffer.from(resolve(folder), 'utf8');
    }

    /** What to give to `fs`. The empty path is the folder itself. */
    at(path: string): Buffer {
        return below(this.prefix, path);
    }

    /** Where that really is, as long as no link has come below the folder: those above it are as they were when first asked. */
    realAt(path: string): Buffer {
        this.real ??= realpathSync(this.prefix, 'buffer');
        return below(this.real, path);
    }
}

function below(folder: Buffer, path: string): Buffer {
    return path === '' ? folder : Buffer.concat([folder, Buffer.from(`/${path}`, 'latin1')]);
}

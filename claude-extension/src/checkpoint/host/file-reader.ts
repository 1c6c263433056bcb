import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as fsp from 'node:fs/promises';
import { KeptFile } from '../domain/snapshot';
import { FoundFile } from './folder-scan';
import { inFolderOf, isAt } from './held-folder';
import { ByteFolder } from './path-bytes';

/** Smaller files are read at once, which is faster by far than asking and waiting, in bytes. */
const AT_ONCE_BYTES = 256 * 1024;
/** Never through a link, and never to wait for whoever writes into a pipe. */
const READ_SAFELY = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;

/** The name that git gives to a content. */
export function oidOf(content: Buffer): string {
    return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

/**
 * Reads a file, or where a link leads. Undefined when it cannot be read, or is something else by now, as when a folder above it
 * was swapped for a link.
 */
export async function readFound(
    folder: ByteFolder,
    path: string,
    { kind, sizeBytes }: FoundFile
): Promise<Buffer | undefined> {
    try {
        if (kind === 'link') {
            return await inFolderOf(folder, path, (held, name) => fs.readlinkSync(held.at(name), 'buffer'));
        }
        return sizeBytes <= AT_ONCE_BYTES ? readAtOnce(folder, path) : await readLarge(folder, path);
    } catch {
        return undefined;
    }
}

/** How a content is kept. */
export function keptFile({ kind, permissions }: FoundFile, content: Buffer): KeptFile {
    return { kind, permissions, oid: oidOf(content) };
}

function readAtOnce(folder: ByteFolder, path: string): Buffer | undefined {
    const file = fs.openSync(folder.at(path), READ_SAFELY);
    try {
        return fs.fstatSync(file).isFile() && isAt(folder, path, file) ? fs.readFileSync(file) : undefined;
    } finally {
        fs.closeSync(file);
    }
}

async function readLarge(folder: ByteFolder, path: string): Promise<Buffer | undefined> {
    const file = await fsp.open(folder.at(path), READ_SAFELY);
    try {
        return (await file.stat()).isFile() && isAt(folder, path, file.fd) ? await file.readFile() : undefined;
    } finally {
        await file.close();
    }
}

import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import {
    BROUGHT_FOLDERS,
    BroughtFile,
    fingerprintText,
    hasHead,
    INSTRUCTION_FILES,
    isNamed,
    SETTING_FILES
} from '../domain/brought-file';
import { frontParts } from '../domain/frontmatter';
import { namedPaths, parsedSettings } from '../domain/setting-values';

/** More than a repository needs for Claude; what is larger is not trusted, since nobody could look at it. */
const LIMITS = { files: 2_000, fileBytes: 4 * 1024 * 1024, totalBytes: 32 * 1024 * 1024, depth: 12 };

const EMPTY = sha256('');

/** What a folder brings for Claude Code, as it is on the disk now. */
export interface BroughtFiles {
    /** Sorted by path. */
    readonly files: readonly BroughtFile[];
    /** SHA-256 in hexadecimal. */
    readonly hash: string;
    /** Why not all of it was read, for people; such files are not trusted. */
    readonly tooMuch?: string;
}

/** Why reading stopped; for people. */
class TooMuch extends Error {}

/**
 * Reads what Claude Code would take from a folder and from those above it. `own`: Claude Code's folder of the person, which no
 * repository brings. Links are followed: the text of their target counts. Errors: only those of the disk.
 */
export async function readBroughtFiles(folder: string, own: string): Promise<BroughtFiles> {
    const reader = new BroughtReader(folder);
    let tooMuch: string | undefined;
    try {
        await readAll(reader, folder, own);
    } catch (error) {
        if (!(error instanceof TooMuch)) {
            throw error;
        }
        tooMuch = error.message;
    }
    const files = [...reader.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    return { files, hash: sha256(fingerprintText(files)), tooMuch };
}

async function readAll(reader: BroughtReader, folder: string, own: string): Promise<void> {
    for (const above of foldersUpFrom(folder)) {
        const isOwn = join(above, '.claude') === own;
        for (const name of SETTING_FILES) {
            if (!isOwn || name !== '.claude/settings.json') {
                await reader.settings(above, name);
            }
        }
        for (const name of isOwn ? [] : BROUGHT_FOLDERS) {
            await reader.tree(join(above, '.claude', name), above);
        }
    }
    for (const name of INSTRUCTION_FILES) {
        if (!join(folder, name).startsWith(own + sep)) {
            await reader.file(join(folder, name));
        }
    }
}

class BroughtReader {
    readonly files = new Map<string, BroughtFile>();
    private totalBytes = 0;

    constructor(private readonly folder: string) {}

    /** A file of settings, and the files in the folder that it names. */
    async settings(root: string, name: string): Promise<void> {
        const file = await this.file(join(root, name));
        await this.named(root, file?.text === undefined ? undefined : parsedSettings(file.text));
    }

    /** The files in the folder that a value names. */
    private async named(root: string, value: unknown): Promise<void> {
        for (const word of namedPaths(value)) {
            for (const base of new Set([root, this.folder])) {
                const path = resolve(base, word);
                if (isInside(base, path)) {
                    await this.file(path);
                }
            }
        }
    }

    /** Every file below a folder, and the files that their heads name; nothing where there is none. */
    async tree(path: string, root: string, depth = 0): Promise<void> {
        const names = await fs.readdir(path).catch(absent);
        if (names && depth > LIMITS.depth) {
            throw new TooMuch(`${this.nameOf(path)} is nested too deeply.`);
        }
        for (const name of names ?? []) {
            const inner = join(path, name);
            const stat = await fs.stat(inner).catch(absent);
            if (stat?.isDirectory()) {
                await this.tree(inner, root, depth + 1);
            } else {
                const { text = '' } = (await this.file(inner)) ?? {};
                await this.named(root, hasHead(inner) ? frontParts(text).map(part => part.text) : undefined);
            }
        }
    }

    /** Undefined where there is no such file, or it is none that can be read whole, like a pipe. */
    async file(path: string): Promise<BroughtFile | undefined> {
        const name = this.nameOf(path);
        const known = this.files.get(name);
        const stat = known ? undefined : await fs.stat(path).catch(absent);
        if (!stat?.isFile()) {
            return known;
        }
        const file = { path: name, ...(await this.content(path, name, stat.size)) };
        this.files.set(name, file);
        if (this.files.size > LIMITS.files) {
            throw new TooMuch(`There are more than ${LIMITS.files} files.`);
        }
        return file;
    }

    private async content(path: string, name: string, bytes: number): Promise<Omit<BroughtFile, 'path'>> {
        if (isNamed(name, INSTRUCTION_FILES)) {
            return { contentHash: EMPTY };
        }
        this.totalBytes += bytes;
        if (bytes > LIMITS.fileBytes || this.totalBytes > LIMITS.totalBytes) {
            throw new TooMuch(`${name} and the other files are larger than is looked at.`);
        }
        const content = await fs.readFile(path).catch(forbidden);
        if (content === undefined) {
            return { contentHash: 'cannot be read' };
        }
        return { contentHash: sha256(content), text: isRead(name) ? content.toString() : undefined };
    }

    private nameOf(path: string): string {
        return relative(this.folder, path);
    }
}

/** Whether what it says is looked at, and not only whether it changes. */
function isRead(name: string): boolean {
    return isNamed(name, SETTING_FILES) || hasHead(name);
}

/** The folder, the one it is in, and so on. */
function foldersUpFrom(folder: string): string[] {
    const above = dirname(folder);
    return above === folder ? [folder] : [folder, ...foldersUpFrom(above)];
}

function isInside(folder: string, path: string): boolean {
    const way = relative(folder, path);
    return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function sha256(content: string | Buffer): string {
    return createHash('sha256').update(content).digest('hex');
}

/** For what is not there, is no folder, leads nowhere, or cannot be looked at: Claude Code, the same user, cannot either. */
function absent(error: NodeJS.ErrnoException): undefined {
    if (!['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'ENAMETOOLONG'].includes(error.code ?? '')) {
        throw error;
    }
}

function forbidden(error: NodeJS.ErrnoException): undefined {
    if (error.code !== 'EACCES') {
        throw error;
    }
}

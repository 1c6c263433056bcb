import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { FileHandle, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { ClaudeErrors } from '../../../conversation/common/claude-errors';

/** The largest file that a tool reads, in bytes. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * The folder of a session with those that the person added, and files in them. Whatever path a tool is given, nothing
 * outside is read or written: links are followed first, and where they lead is what counts. Fails with
 * `claude.outside-folder`.
 */
export class SessionFolder {
    private constructor(
        /** With all links followed. Paths are relative to it. */
        readonly root: string,
        /** The folders that were added, with all links followed; those that are not there are left out. */
        readonly added: readonly string[]
    ) {}

    /** Fails with what the system says when `folder` is not there. */
    static async open(folder: string, added: readonly string[] = []): Promise<SessionFolder> {
        const real = await Promise.all(added.map(path => realpath(path).catch(() => undefined)));
        return new SessionFolder(
            await realpath(folder),
            real.filter(path => path !== undefined)
        );
    }

    /** The folder of the session first. */
    get all(): readonly string[] {
        return [this.root, ...this.added];
    }

    /** The real path of what exists. */
    async existing(path: string): Promise<string> {
        const wished = this.wished(path);
        const real = await realpath(wished);
        this.confine(real, path);
        return real;
    }

    /** Reads a regular file as UTF-8. Errors are sentences that Claude can act on. */
    async read(path: string): Promise<string> {
        const real = await this.existing(path);
        const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
        try {
            return await readText(file, path);
        } finally {
            await file.close();
        }
    }

    /** Writes a whole file, or nothing of it. Folders that are missing are made. Returns the real path. */
    async write(path: string, content: string): Promise<string> {
        const target = await this.target(path);
        const mode = await modeOf(target);
        const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
        try {
            const file = await open(temporary, 'wx', mode);
            try {
                await file.writeFile(content, 'utf8');
                await file.chmod(mode);
            } finally {
                await file.close();
            }
            this.confine(await realpath(dirname(target)), path);
            await rename(temporary, target);
        } catch (error) {
            await rm(temporary, { force: true });
            throw error;
        }
        return target;
    }

    /** As the person would write it: relative to the folder of the session; absolute in the others. */
    display(real: string): string {
        return isInside(real, this.root) ? relative(this.root, real) || '.' : real;
    }

    /** A real path from the folder that it is in; with the name of the folder in front for one that was added. */
    within(real: string): string {
        const added = isInside(real, this.root) ? undefined : this.added.find(folder => isInside(real, folder));
        return relative(added === undefined ? this.root : dirname(added), real);
    }

    private wished(path: string): string {
        if (path.includes('\0')) {
            throw ClaudeErrors.outsideFolder({ path: JSON.stringify(path) });
        }
        return resolve(this.root, path);
    }

    /** Where a file of that name is to be written: links are followed, also where only the folder exists. */
    private async target(path: string): Promise<string> {
        const wished = this.wished(path);
        const known = await realpathOrUndefined(wished);
        if (known !== undefined) {
            this.confine(known, path);
            return known;
        }
        const parent = await this.makeFolder(dirname(wished), path);
        return join(parent, basename(wished));
    }

    private async makeFolder(folder: string, path: string): Promise<string> {
        const known = await realpathOrUndefined(folder);
        if (known !== undefined) {
            this.confine(known, path);
            return known;
        }
        const parent = await this.makeFolder(dirname(folder), path);
        const made = join(parent, basename(folder));
        await mkdir(made);
        return made;
    }

    private confine(real: string, path: string): void {
        if (!this.all.some(folder => isInside(real, folder))) {
            throw ClaudeErrors.outsideFolder({ path });
        }
    }
}

function isInside(real: string, folder: string): boolean {
    return real === folder || real.startsWith(folder === sep ? sep : folder + sep);
}

async function readText(file: FileHandle, path: string): Promise<string> {
    const information = await file.stat();
    if (!information.isFile()) {
        throw new Error(`${path} is not a file.`);
    }
    if (information.size > MAX_FILE_BYTES) {
        throw new Error(`${path} has ${information.size} bytes; read a part of it by a command.`);
    }
    const bytes = await file.readFile();
    if (bytes.includes(0)) {
        throw new Error(`${path} is not a text file.`);
    }
    return bytes.toString('utf8');
}

async function modeOf(file: string): Promise<number> {
    try {
        return (await stat(file)).mode & 0o777;
    } catch {
        return 0o666 & ~process.umask();
    }
}

/** A link that leads nowhere counts as missing: a write replaces the link itself and does not follow it. */
async function realpathOrUndefined(path: string): Promise<string | undefined> {
    try {
        return await realpath(path);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
            return undefined;
        }
        throw error;
    }
}

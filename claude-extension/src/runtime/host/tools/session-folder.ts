import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { FileHandle, mkdir, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { HAS_OPEN_FILE_PATHS, openFilePath } from 'dispatch-extension/lib/kernel/host/open-file-path';
import { whyProtected } from '../../../sandbox/host/sandbox-api';
import { ClaudeErrors } from '../../../conversation/common/claude-errors';

/** The largest file that a tool reads, in bytes. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * The folder of a session with those that the person added, and files in them. Whatever path a tool is given, nothing
 * outside is read or written: links are followed first, and where they lead is what counts. Fails with
 * `claude.outside-folder`.
 *
 * A command of Claude may swap a folder for a link at any moment, and this process may open what that command must not. So
 * what was opened is looked at again, and what is made is made in a folder that was opened.
 */
export class SessionFolder {
    private constructor(
        /** With all links followed. Paths are relative to it. */
        readonly root: string,
        /** The folders that were added, with all links followed; those that are not there are left out. */
        readonly added: readonly string[],
        private readonly protects: readonly string[]
    ) {}

    /** Fails with what the system says when `folder` is not there. `protects`: relative paths that are not written anywhere. */
    static async open(
        folder: string,
        added: readonly string[] = [],
        protects: readonly string[] = []
    ): Promise<SessionFolder> {
        const real = await Promise.all(added.map(path => realpath(path).catch(() => undefined)));
        return new SessionFolder(
            await realpath(folder),
            real.filter(path => path !== undefined),
            protects
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
        return textIn(await this.readBytes(path), path);
    }

    /** Reads a regular file. Errors are sentences that Claude can act on. */
    async readBytes(path: string): Promise<Buffer> {
        const real = await this.existing(path);
        const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
        try {
            this.confine(await openedAs(file, real), path);
            return await readWhole(file, path);
        } finally {
            await file.close();
        }
    }

    /** Why it must not be written, for Claude; absent where nothing protects it. */
    whyProtected(path: string): Promise<string | undefined> {
        return whyProtected(this.wished(path), this.protects);
    }

    /**
     * Writes a whole file, or nothing of it. Folders that are missing are made. Returns the real path. Fails with a sentence that
     * Claude can act on where it is protected.
     */
    async write(path: string, content: string): Promise<string> {
        await this.refuseProtected(this.wished(path));
        const target = await this.target(path);
        const name = basename(target);
        await this.inFolder(dirname(target), path, async folder => {
            await this.refuseProtected(join(folder, name));
            const mode = await modeOf(join(folder, name));
            const temporary = join(folder, `.${name}.${randomBytes(6).toString('hex')}`);
            try {
                await writeNew(temporary, content, mode);
                await rename(temporary, join(folder, name));
            } catch (error) {
                await rm(temporary, { force: true });
                throw error;
            }
        });
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
        await this.inFolder(parent, path, opened => mkdir(join(opened, basename(folder))));
        return made;
    }

    /** `work` is given a path of the folder that leads there whatever takes its place meanwhile. */
    private async inFolder(folder: string, path: string, work: (opened: string) => Promise<void>): Promise<void> {
        const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
        try {
            this.confine(await openedAs(handle, folder), path);
            await work(HAS_OPEN_FILE_PATHS ? openFilePath(handle) : folder);
        } finally {
            await handle.close();
        }
    }

    private async refuseProtected(path: string): Promise<void> {
        const why = await whyProtected(path, this.protects);
        if (why !== undefined) {
            throw new Error(why);
        }
    }

    private confine(real: string, path: string): void {
        if (!this.all.some(folder => isInside(real, folder))) {
            throw ClaudeErrors.outsideFolder({ path });
        }
    }
}

/** Fails with a sentence that Claude can act on when it is no text. */
export function textIn(bytes: Buffer, path: string): string {
    if (bytes.includes(0)) {
        throw new Error(`${path} is not a text file.`);
    }
    return bytes.toString('utf8');
}

function isInside(real: string, folder: string): boolean {
    return real === folder || real.startsWith(folder === sep ? sep : folder + sep);
}

/** Where the file is that was opened; where the system does not say, as it was asked for. */
async function openedAs(handle: FileHandle, asked: string): Promise<string> {
    return HAS_OPEN_FILE_PATHS ? readlink(openFilePath(handle)) : asked;
}

async function writeNew(file: string, content: string, mode: number): Promise<void> {
    const handle = await open(file, 'wx', mode);
    try {
        await handle.writeFile(content, 'utf8');
        await handle.chmod(mode);
    } finally {
        await handle.close();
    }
}

async function readWhole(file: FileHandle, path: string): Promise<Buffer> {
    const information = await file.stat();
    if (!information.isFile()) {
        throw new Error(`${path} is not a file.`);
    }
    if (information.size > MAX_FILE_BYTES) {
        throw new Error(`${path} has ${information.size} bytes; read a part of it by a command.`);
    }
    return file.readFile();
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

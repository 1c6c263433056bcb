import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { FileHandle, mkdtemp, open, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFilePath } from 'dispatch-extension/lib/kernel/host/open-file-path';
import { SHELL_BEGIN, SHELL_LOOP, SHELL_RUN } from './shell-scripts';

/** How the folders are named. */
export const SHELL_FOLDER_PREFIX = 'dispatch-shell-';
/** As the scripts name it. */
const STATE_FILE = 'state';
const MAX_STATE_BYTES = 4 * 1024 * 1024;
const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/**
 * The folder of a shell: its scripts, the command that is handed over, and what one command leaves to the next. Claude's
 * programs can write to it, and may put a link in its place: what this process does there it does in the folder that it
 * has made, and follows no link.
 */
export class ShellFolder {
    private constructor(
        readonly path: string,
        private readonly handle: FileHandle
    ) {}

    /** Makes one in `where`. `before`: the path of an earlier one, whose state is taken over and which is removed. */
    static async make(where: string, before?: string): Promise<ShellFolder> {
        const folder = await ShellFolder.open(await mkdtemp(join(await realpath(where), SHELL_FOLDER_PREFIX)));
        if (!folder) {
            throw new Error('the folder of the shell was taken away while it was made');
        }
        await folder.write('loop', SHELL_LOOP);
        await folder.write('run', SHELL_RUN);
        await folder.write('begin', SHELL_BEGIN);
        const state = before === undefined ? undefined : await ShellFolder.takeState(before);
        if (state) {
            await folder.write(STATE_FILE, state);
        }
        return folder;
    }

    /** `undefined` for what is not there, or is somewhere else than it seems. */
    private static async open(path: string): Promise<ShellFolder | undefined> {
        const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW).catch(() => undefined);
        if (handle && (await readlink(openFilePath(handle))) === path) {
            return new ShellFolder(path, handle);
        }
        await handle?.close();
        return undefined;
    }

    /** Lays a command down for the shell; answers the name that it goes by. */
    async handOver(command: string): Promise<string> {
        const name = randomBytes(16).toString('hex');
        await this.write(name, command);
        return name;
    }

    async remove(): Promise<void> {
        await this.handle.close();
        await rm(this.path, { recursive: true, force: true });
    }

    private write(name: string, content: string | Uint8Array): Promise<void> {
        return writeFile(join(openFilePath(this.handle), name), content, { flag: 'wx', mode: 0o600 });
    }

    /** What the last command has left; `undefined` where that cannot be had. */
    private async state(): Promise<Uint8Array | undefined> {
        const path = join(openFilePath(this.handle), STATE_FILE);
        const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => undefined);
        try {
            const stats = await file?.stat();
            const isOurs = stats?.isFile() && stats.uid === process.getuid?.() && stats.size <= MAX_STATE_BYTES;
            return file && isOurs ? await file.readFile() : undefined;
        } finally {
            await file?.close();
        }
    }

    /** Takes the state of one that is done with, and removes it. */
    private static async takeState(path: string): Promise<Uint8Array | undefined> {
        const folder = await ShellFolder.open(path);
        const state = await folder?.state();
        await folder?.remove();
        return state;
    }
}

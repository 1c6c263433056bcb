import * as fs from 'node:fs';
import { HAS_OPEN_FILE_PATHS, openFilePath } from 'dispatch-extension/lib/kernel/host/open-file-path';
import { ByteFolder } from './path-bytes';

/** Names a place and opens nothing of it, so that no permission for it is needed; Linux, and not among Node's constants. */
const O_PATH = 0o10000000;
const HOLD = O_PATH | fs.constants.O_DIRECTORY | fs.constants.O_NOFOLLOW;
/** What the system adds to where a file was that has been removed since. */
const REMOVED = Buffer.from(' (deleted)');

/**
 * A folder below the one that is kept, held so that what is done in it is done there, whatever takes its place meanwhile: a
 * command of Claude may swap a folder for a link at any moment, and this process may read and write what that command must
 * not. Whoever opens it closes it.
 */
export class HeldFolder {
    private constructor(
        private readonly file: number,
        private readonly path: Buffer
    ) {}

    /** Fails as the system does; with `ENOTDIR` or `ELOOP` where it, or a folder above it, is a link or something else. */
    static open(folder: ByteFolder, path: string): HeldFolder {
        const asked = folder.at(path);
        if (!HAS_OPEN_FILE_PATHS) {
            return new HeldFolder(fs.openSync(asked, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY), asked);
        }
        const file = fs.openSync(asked, HOLD);
        if (!isAt(folder, path, file)) {
            fs.closeSync(file);
            throw Object.assign(new Error('a link is in the way'), { code: 'ELOOP' });
        }
        return new HeldFolder(file, Buffer.from(openFilePath({ fd: file })));
    }

    /** What to give to `fs` for a name in it; for the empty name, the folder itself. */
    at(name: string): Buffer {
        return name === '' ? this.path : Buffer.concat([this.path, Buffer.from(`/${name}`, 'latin1')]);
    }

    close(): void {
        fs.closeSync(this.file);
    }
}

/** Calls `work` with the folder that `path` is in, held, and the name of `path` in it. Fails as {@link HeldFolder.open} does. */
export async function inFolderOf<T>(
    folder: ByteFolder,
    path: string,
    work: (held: HeldFolder, name: string) => T | Promise<T>
): Promise<T> {
    const slash = path.lastIndexOf('/');
    const held = HeldFolder.open(folder, path.slice(0, Math.max(0, slash)));
    try {
        return await work(held, path.slice(slash + 1));
    } finally {
        held.close();
    }
}

/** Whether what was opened by `path` is there, and was not reached by a link. Where the system does not say, true. */
export function isAt(folder: ByteFolder, path: string, file: number): boolean {
    if (!HAS_OPEN_FILE_PATHS) {
        return true;
    }
    const found = fs.readlinkSync(openFilePath({ fd: file }), 'buffer');
    const asked = folder.realAt(path);
    return found.equals(asked) || found.equals(Buffer.concat([asked, REMOVED]));
}

import * as fs from 'node:fs/promises';
import * as path from 'node:path';

/** Longer ones the system does not take, so that nothing is there. */
const MAX_PATH_CHARS = 4_096;

/**
 * Where a path leads when links are followed; what does not exist yet is added as it is. Of a path that cannot be looked
 * at the answer is empty, which is inside of nothing.
 */
export async function realPath(absolute: string): Promise<string> {
    if (absolute.length > MAX_PATH_CHARS || absolute.includes('\0')) {
        return '';
    }
    let existing = path.resolve(absolute);
    let missing = '';
    for (;;) {
        try {
            return path.join(await fs.realpath(existing), missing);
        } catch (error) {
            const { code } = error as NodeJS.ErrnoException;
            const isLink = code === 'ENOENT' && (await isDangling(existing));
            if (isLink || (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ENAMETOOLONG') || existing === '/') {
                return '';
            }
            missing = path.join(path.basename(existing), missing);
            existing = path.dirname(existing);
        }
    }
}

/** A link to what is not there: who writes to it makes a file somewhere else. */
async function isDangling(file: string): Promise<boolean> {
    const stat = await fs.lstat(file).catch(() => undefined);
    return stat?.isSymbolicLink() ?? false;
}

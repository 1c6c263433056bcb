import { existsSync } from 'node:fs';
import { FileHandle } from 'node:fs/promises';

/** Whether the system has paths of open files: Linux. */
export const HAS_OPEN_FILE_PATHS = existsSync('/proc/self/fd');

/**
 * A path of what is open. It leads there whatever takes the place of the path by which it was opened; as a link it says where
 * that is.
 */
export function openFilePath({ fd }: Pick<FileHandle, 'fd'>): string {
    return `/proc/self/fd/${fd}`;
}

import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { SessionErrors } from '../common/session-errors';

/** The folder in which a session is started, without detours. Fails with `session.bad-folder`. */
export async function checkedFolder(chosen: string): Promise<string> {
    if (!path.isAbsolute(chosen) || chosen.includes('\0')) {
        throw SessionErrors.badFolder({ folder: JSON.stringify(chosen), why: 'it is not an absolute path.' });
    }
    const found = await fs.stat(chosen).catch(() => undefined);
    if (!found?.isDirectory()) {
        throw SessionErrors.badFolder({ folder: chosen, why: 'it is not there, or is not a folder.' });
    }
    return path.normalize(chosen);
}

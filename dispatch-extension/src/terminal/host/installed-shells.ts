import * as fs from 'node:fs/promises';
import { basename } from 'node:path';
import { InstalledShell } from '../common/terminal-protocol';
import { findProgram } from './shell-environment';

/** The system's list of the shells that a person may have. */
const LIST_OF_SHELLS = '/etc/shells';

/** What people use as a shell in a terminal, in the order in which they are offered. */
const KNOWN_SHELLS = ['bash', 'zsh', 'fish', 'sh', 'pwsh', 'nu', 'ksh', 'tmux'];

/** The shells that are installed: those people know by name, found by the system's list or on `searchPath`. */
export async function installedShells(
    searchPath: string | undefined,
    list = LIST_OF_SHELLS
): Promise<InstalledShell[]> {
    const listed = await readList(list);
    const shells = await Promise.all(
        KNOWN_SHELLS.map(async name => {
            const path =
                (await findProgram(name, searchPath)) ??
                (await firstProgram(listed.filter(candidate => basename(candidate) === name)));
            return path === undefined ? [] : [{ name, path }];
        })
    );
    return shells.flat();
}

async function firstProgram(candidates: string[]): Promise<string | undefined> {
    for (const candidate of candidates) {
        const found = await findProgram(candidate);
        if (found) {
            return found;
        }
    }
    return undefined;
}

async function readList(file: string): Promise<string[]> {
    try {
        const lines = (await fs.readFile(file, 'utf8')).split('\n');
        return lines.map(line => line.trim()).filter(line => line.startsWith('/'));
    } catch {
        // a system without the list: what is on the path is found all the same
        return [];
    }
}

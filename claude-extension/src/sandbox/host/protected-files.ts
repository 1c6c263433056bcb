import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { realPath } from '../../approval/host/approval-api';
import { GIT, possibleRepositories, protectedBy } from '../domain/protected-paths';

/** The tools of Claude Code that change a file, and what names it. */
export const EDITS: Readonly<Record<string, string>> = {
    Edit: 'file_path',
    MultiEdit: 'file_path',
    Write: 'file_path',
    NotebookEdit: 'notebook_path'
};

/**
 * Why an absolute path must not be written, for Claude; absent where it may be. Links are followed. The processes in the sandbox are
 * held back by its supervisor; this is for what the session host itself does for Claude, and says it better.
 */
export async function whyProtected(path: string, list: readonly string[]): Promise<string | undefined> {
    if (list.length === 0) {
        return undefined;
    }
    const real = await realPath(path);
    // what cannot be looked at is written by nobody
    const by = real === '' ? undefined : (protectedBy(real, list) ?? (await repositoryOf(real, list)));
    return by && sayProtected(path, by);
}

function sayProtected(path: string, by: string): string {
    return (
        `${path} is protected: it decides what programs run later, outside of the sandbox, so that Claude does not change it ` +
        `(${by} in CLAUDE_PROTECTED_PATHS). Do not look for a way around this. Show the user the change: they can make it in the ` +
        'editor, or whoever runs Dispatch can take it off that list.'
    );
}

/** A bare repository, or one to which a `.git` that is a file leads. */
async function repositoryOf(real: string, list: readonly string[]): Promise<string | undefined> {
    const entry = list.find(each => each.toLowerCase() === GIT);
    for (const { folder, there, made } of entry ? possibleRepositories(real) : []) {
        const found = await Promise.all(there.map(name => exists(join(folder, name))));
        if (found.every(Boolean) && !(made !== undefined && (await exists(join(folder, made))))) {
            return entry;
        }
    }
    return undefined;
}

async function exists(path: string): Promise<boolean> {
    return lstat(path).then(
        () => true,
        () => false
    );
}

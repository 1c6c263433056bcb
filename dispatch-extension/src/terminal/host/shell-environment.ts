import * as fs from 'node:fs/promises';
import { userInfo } from 'node:os';
import * as path from 'node:path';
import { TerminalOptions } from '../common/terminal-protocol';
import { TerminalErrors } from '../common/terminal-errors';

/** Tells a program in which session it runs, and us which processes belong to it. */
export const SESSION_ID_VARIABLE = 'DISPATCH_SESSION_ID';

const OUR_PREFIX = 'DISPATCH_';
const LOCALE_VARIABLES = ['LC_ALL', 'LC_CTYPE', 'LANG'];
const FALLBACK_SHELLS = ['/bin/bash', '/bin/sh'];

/**
 * The environment of a shell: that of the person, and what tells programs which terminal they are in. Nothing else of ours:
 * a `DISPATCH_…` variable of this process is not the person's. Where no locale is set, as in many containers, it is one
 * with UTF-8: shells would take each character for several.
 * `change` wins over both; `null` removes a variable.
 */
export function shellEnvironment(
    base: NodeJS.ProcessEnv,
    sessionId: string,
    change: TerminalOptions['env'] = {}
): Record<string, string> {
    const all: Record<string, string | null | undefined> = {
        ...Object.fromEntries(Object.entries(base).filter(([name]) => !name.startsWith(OUR_PREFIX))),
        ...localeOf(base),
        TERM: 'xterm-256color',
        COLORTERM: 'truecolor',
        TERM_PROGRAM: 'dispatch',
        TERM_PROGRAM_VERSION: undefined,
        ...change,
        [SESSION_ID_VARIABLE]: sessionId
    };
    return Object.fromEntries(
        Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    );
}

function localeOf(base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return LOCALE_VARIABLES.some(name => base[name]) ? {} : { LANG: 'C.UTF-8' };
}

/**
 * The absolute path of the shell: what was asked for, else `SHELL`, else the person's own of the system, else bash or
 * sh. Fails with `terminal.shell-missing` when what was asked for cannot be run.
 */
export async function findShell(wanted: string | undefined, env: Record<string, string>): Promise<string> {
    if (wanted !== undefined) {
        const found = await findProgram(wanted, env['PATH']);
        if (!found) {
            throw TerminalErrors.shellMissing({ shell: wanted });
        }
        return found;
    }
    for (const candidate of [env['SHELL'], shellOfAccount(), ...FALLBACK_SHELLS]) {
        if (candidate && path.isAbsolute(candidate) && (await isProgram(candidate))) {
            return candidate;
        }
    }
    throw TerminalErrors.shellMissing({ shell: FALLBACK_SHELLS[1] });
}

/** `undefined` where the system knows no account for our user id, as in a container that runs under any id. */
function shellOfAccount(): string | undefined {
    try {
        return userInfo().shell ?? undefined;
    } catch {
        // libuv throws where there is no entry; the other candidates are as good
        return undefined;
    }
}

/** The absolute path of a program: as it is, or found on `searchPath`; `undefined` where there is none that can be run. */
export async function findProgram(name: string, searchPath = ''): Promise<string | undefined> {
    if (name.includes('\0')) {
        return undefined;
    }
    if (path.isAbsolute(name)) {
        return (await isProgram(name)) ? name : undefined;
    }
    if (name.includes('/')) {
        return undefined;
    }
    for (const folder of searchPath.split(path.delimiter)) {
        const candidate = path.join(folder, name);
        if (path.isAbsolute(candidate) && (await isProgram(candidate))) {
            return candidate;
        }
    }
    return undefined;
}

async function isProgram(file: string): Promise<boolean> {
    try {
        await fs.access(file, fs.constants.X_OK);
        return (await fs.stat(file)).isFile();
    } catch {
        // not there or not for us: both mean that it cannot be run
        return false;
    }
}

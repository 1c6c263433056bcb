import { isAbsolute, normalize } from 'node:path';
import { z } from 'zod';

/** A name or an address, with a leading wildcard or not, with a port or not. */
const EGRESS_ENTRY = /^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::([1-9]\d{0,4}))?$/i;
const MAX_PORT = 65_535;

/** What is denied to Claude where nothing is set: keys and sign-ins, and the terminals of the person. */
const DENIED_PATHS = [
    '~/.ssh',
    '~/.gnupg',
    '~/.aws',
    '~/.azure',
    '~/.kube',
    '~/.docker',
    '~/.netrc',
    '~/.git-credentials',
    '~/.password-store',
    '~/.config/gh',
    '~/.config/gcloud',
    '~/.config/git/credentials',
    '~/.mozilla',
    '~/.config/google-chrome',
    '~/.config/chromium',
    '/dev/pts'
];

/** What processes in the sandbox must not make or change where nothing is set: what git and Claude Code run by themselves. */
const PROTECTED_PATHS = ['.git', '.claude/settings.json', '.claude/settings.local.json', '.mcp.json'];
/** As many the launcher of the sandbox takes. */
const MAX_PROTECTED_PATHS = 60;
const MAX_PROTECTED_NAMES = 16;

/** The variables that are lists for the sandbox of Claude's processes. */
export const SANDBOX_VARIABLES = {
    CLAUDE_DENIED_PATHS: z
        .string()
        .transform(value => pathsIn(value).map(normalize))
        .refine(paths => paths.every(isAbsolute), 'must be absolute paths, separated by colons, or "none"')
        .describe(
            'What the sandbox denies besides the data of Dispatch: paths with all below them, separated by colons; `none` for nothing. Nothing new can be made in the folder that holds one of them.'
        ),
    CLAUDE_PROTECTED_PATHS: z
        .string()
        .transform(pathsIn)
        .refine(
            paths => paths.length <= MAX_PROTECTED_PATHS && paths.every(isProtectable),
            'must be relative paths like .claude/settings.json, without . and .., separated by colons, or "none"'
        )
        .describe(
            'Files and folders that processes in the sandbox cannot make, change or remove, in whatever folder they are: relative paths, separated by colons; `none` for nothing. `.git` stands for what git runs: hooks, and programs that its configuration names; all else in it can be written. An edit of Claude is refused as well; a person can make it in the editor.'
        ),
    CLAUDE_EGRESS: z
        .string()
        .transform(value => (value === 'open' ? undefined : value === 'none' ? [] : listed(value)))
        .refine(
            hosts => hosts?.every(isEgressEntry) ?? true,
            'must be "open", "none" or hosts, comma-separated, like registry.npmjs.org,*.example.org,git.example.org:22'
        )
        .describe(
            'To which hosts processes in the sandbox may connect, through a proxy of Dispatch: `open` for all, `none`, or names separated by commas (`host`, `*.host` for all below it, ports 80 and 443 or `host:port`). `localhost:port` opens a port directly. With a list Claude is not started without a sandbox.'
        )
};

/** What they are where nothing is set. */
export const SANDBOX_DEFAULTS = {
    CLAUDE_DENIED_PATHS: DENIED_PATHS.join(':'),
    CLAUDE_PROTECTED_PATHS: PROTECTED_PATHS.join(':')
};

function isEgressEntry(entry: string): boolean {
    const [whole, port] = EGRESS_ENTRY.exec(entry) ?? [];
    return whole !== undefined && (port === undefined || Number(port) <= MAX_PORT);
}

function listed(value: string): string[] {
    return value
        .split(',')
        .map(entry => entry.trim())
        .filter(Boolean);
}

/** The paths of a list, without slashes at their ends; `none` is an empty list. */
function pathsIn(value: string): string[] {
    const paths = value === 'none' ? [] : value.split(':');
    return paths.map(path => path.trim().replace(/(?<=.)\/+$/, '')).filter(Boolean);
}

/** A path that can be looked for in every folder. */
function isProtectable(path: string): boolean {
    const names = path.split('/');
    return (
        names.length <= MAX_PROTECTED_NAMES &&
        names.every(name => !['', '.', '..', '~'].includes(name) && Buffer.byteLength(name) <= 255)
    );
}

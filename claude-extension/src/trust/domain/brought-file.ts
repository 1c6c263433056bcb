/** A file that a folder brings for Claude Code. */
export interface BroughtFile {
    /** Relative to the folder of the session; begins with `..` where it is above it. */
    readonly path: string;
    /** SHA-256 of the content in hexadecimal; of words for people nothing depends on. */
    readonly contentHash: string;
    /** Of settings, lists of servers, and files whose head may say what runs. */
    readonly text?: string;
}

/** Folders in `.claude` from which Claude Code takes what it runs or follows. */
export const BROUGHT_FOLDERS = [
    'agents',
    'commands',
    'hooks',
    'output-styles',
    'plugins',
    'rules',
    'skills',
    'workflows'
] as const;

/** Settings and lists of servers: the files whose text says what would run. */
export const SETTING_FILES = ['.claude/settings.json', '.claude/settings.local.json', '.mcp.json'] as const;

/** Files whose head may bring hooks, servers and permissions, and whose words may have commands that run. */
export function hasHead(path: string): boolean {
    return /(^|\/)\.claude\/(agents|commands|skills|plugins)\/.*\.md$/i.test(path);
}

/** Text that Claude reads and that runs nothing: its path counts, and a change of its words does not ask again. */
export const INSTRUCTION_FILES = ['CLAUDE.md', 'CLAUDE.local.md', '.claude/CLAUDE.md'] as const;

/** What the fingerprint is over: the sorted list of paths and contents. Two lists are the same only if their texts are. */
export function fingerprintText(files: readonly BroughtFile[]): string {
    const lines = files.map(({ path, contentHash }) => JSON.stringify([path, contentHash]));
    return lines.sort().join('\n');
}

/** Whether the path ends as one of `names`, as a whole. */
export function isNamed(path: string, names: readonly string[]): boolean {
    return names.some(name => path === name || path.endsWith(`/${name}`));
}

/** Something that a file of words brings along beside its words. */
export interface FrontPart {
    /** `hooks`, `servers`, `permissions`, or whatever else is not plainly harmless. */
    readonly kind: 'hooks' | 'servers' | 'permissions' | 'other';
    /** As it stands in the file, so that nothing depends on who reads YAML in which way. */
    readonly text: string;
}

/** What runs nothing and permits nothing. */
const HARMLESS = new Set(
    'name description model color argument-hint arguments version license author tags category tools disallowedTools when_to_use metadata compatibility'.split(
        ' '
    )
);
const KINDS: Readonly<Record<string, FrontPart['kind']>> = {
    hooks: 'hooks',
    mcpServers: 'servers',
    'allowed-tools': 'permissions',
    permissionMode: 'permissions'
};

/**
 * What the head of a file (agents, commands, skills) brings, and the commands in its words that run when it is used. What is
 * not understood is told as it stands: nothing is hidden by being written in an unusual way.
 */
export function frontParts(text: string): FrontPart[] {
    const inWords = [...text.matchAll(/!`([^`\n]+)`|^```!\s*\n([\s\S]*?)^```/gm)].map(([, short, long]): FrontPart => ({
        kind: 'other',
        text: (short ?? long).trim()
    }));
    return [...entriesOf(headOf(text)).flatMap(partOf), ...inWords];
}

/** Between the first line of nothing but dashes and the next one, else all of it; empty where there is none. */
function headOf(text: string): string {
    const begun = /^\uFEFF?\s*---[^\S\n]*\r?\n/.exec(text);
    const lines = begun ? text.slice(begun[0].length).split('\n') : [];
    const end = lines.findIndex(line => /^---\s*$/.test(line));
    return lines.slice(0, end < 0 ? undefined : end).join('\n');
}

/** An entry begins at the margin and has all lines that follow further in. A comment is none, and has none. */
function entriesOf(head: string): string[] {
    const entries: string[] = [];
    for (const line of head.split(/\r?\n/)) {
        if (/^\s|^-|^$/.test(line) && entries.length > 0) {
            entries[entries.length - 1] += `\n${line}`;
        } else if (line !== '' && !line.startsWith('#')) {
            entries.push(line);
        }
    }
    return entries.map(entry => entry.trimEnd());
}

function partOf(entry: string): FrontPart[] {
    const [, key, value] = /^([\w-]+):(.*)$/s.exec(entry) ?? [];
    if (key === undefined) {
        return [{ kind: 'other', text: entry }];
    }
    if (Object.hasOwn(KINDS, key)) {
        return [{ kind: KINDS[key], text: entry }];
    }
    // a word or a number is a setting of no consequence; all else could hold, or name, what another entry uses
    const isPlain = /^\s*[\w.][^\n{}[\]&*!|>"'#]*$/.test(value);
    return HARMLESS.has(key) || isPlain ? [] : [{ kind: 'other', text: entry }];
}

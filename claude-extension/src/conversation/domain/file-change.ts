import type { Turn } from './transcript';

/** One replacement of a text in a file. */
export interface Replacement {
    readonly before: string;
    readonly after: string;
    /** Every place and not only the first. */
    readonly all: boolean;
}

/** What a call does to a file: replaces some of it, or writes it whole. */
export type FileChange =
    | { readonly kind: 'edit'; readonly path: string; readonly replacements: readonly Replacement[] }
    | { readonly kind: 'write'; readonly path: string; readonly content: string };

type Input = Readonly<Record<string, unknown>>;

/** What a call of a tool does to a file; undefined for a tool that changes none, or whose input is not as it should be. */
export function fileChangeOf(name: string, input: Input): FileChange | undefined {
    const path = textOf(input, 'file_path') ?? textOf(input, 'path');
    if (path === undefined) {
        return undefined;
    }
    switch (name.toLowerCase()) {
        case 'write':
        case 'write_file': {
            const content = textOf(input, 'content') ?? textOf(input, 'text');
            return content === undefined ? undefined : { kind: 'write', path, content };
        }
        case 'edit':
        case 'edit_file':
            return editOf(path, [input]);
        case 'multiedit':
            return Array.isArray(input['edits']) ? editOf(path, input['edits'] as unknown[]) : undefined;
        default:
            return undefined;
    }
}

/** How many files a turn changed: by its checkpoints, else by the calls that are known to change files. */
export function changedFilesOf({ changedFiles, parts }: Pick<Turn, 'changedFiles' | 'parts'>): number {
    const paths = parts.flatMap(part =>
        part.kind === 'tool' && part.state === 'done' ? (fileChangeOf(part.name, part.input)?.path ?? []) : []
    );
    return changedFiles ?? new Set(paths).size;
}

/** A text after the change; undefined where it does not fit. */
export function changed(text: string, change: FileChange): string | undefined {
    return change.kind === 'write' ? change.content : replacedAll(text, change.replacements);
}

/**
 * A text before the change, from the text after it; undefined where that cannot be known: the file was written whole, or
 * has been changed since.
 */
export function unchanged(text: string, change: FileChange): string | undefined {
    if (change.kind === 'write') {
        return undefined;
    }
    const backwards = change.replacements
        .map(({ before, after, all }) => ({ before: after, after: before, all }))
        .reverse();
    return replacedAll(text, backwards);
}

function replacedAll(text: string, replacements: readonly Replacement[]): string | undefined {
    let current = text;
    for (const { before, after, all } of replacements) {
        if (before === '' || !current.includes(before)) {
            return undefined;
        }
        // as a function: a string would give `$&` a meaning
        current = all ? current.replaceAll(before, () => after) : current.replace(before, () => after);
    }
    return current;
}

function editOf(path: string, edits: readonly unknown[]): FileChange | undefined {
    const replacements = edits.map(replacementOf).filter(one => one !== undefined);
    return replacements.length === edits.length ? { kind: 'edit', path, replacements } : undefined;
}

function replacementOf(value: unknown): Replacement | undefined {
    if (typeof value !== 'object' || value === null) {
        return undefined;
    }
    const input = value as Input;
    const before = textOf(input, 'old_string') ?? textOf(input, 'old_text');
    const after = textOf(input, 'new_string') ?? textOf(input, 'new_text');
    return before === undefined || after === undefined
        ? undefined
        : { before, after, all: input['replace_all'] === true };
}

function textOf(input: Input, name: string): string | undefined {
    const value = input[name];
    return typeof value === 'string' ? value : undefined;
}

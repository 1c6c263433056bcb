/** Where a link of Claude leads. */
export type LinkTarget =
    | { readonly kind: 'web'; readonly href: string }
    /** `path` is absolute or relative to the folder of the session; `line` counts from 1. */
    | { readonly kind: 'file'; readonly path: string; readonly line?: number };

/** Reads a link as Claude writes them: `https://…`, `src/a.ts`, `src/a.ts:12`, `src/a.ts#L12`, `file:///w/a.ts`. Undefined for any other. */
export function linkTargetOf(href: string): LinkTarget | undefined {
    if (/^(?:https?|mailto):/i.test(href)) {
        return { kind: 'web', href };
    }
    const withoutScheme = href.replace(/^file:\/\//i, '');
    if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(withoutScheme) || withoutScheme.startsWith('//')) {
        return undefined;
    }
    const match = /^(.*?)(?:#L(\d+).*|:(\d+)(?::\d+)?)?$/.exec(withoutScheme);
    const path = decoded(match?.[1]?.replace(/[?#].*$/, '') ?? '');
    const line = match?.[2] ?? match?.[3];
    return path ? { kind: 'file', path, ...(line ? { line: Number(line) } : {}) } : undefined;
}

function decoded(path: string): string {
    try {
        return decodeURIComponent(path);
    } catch {
        // a lone % is part of the name
        return path;
    }
}

/** The branch that `.git/HEAD` names, else the first letters of the commit; undefined where it says neither. */
export function branchIn(head: string): string | undefined {
    const text = head.trim();
    const branch = /^ref:\s*refs\/heads\/(\S.*)$/.exec(text)?.[1];
    return branch ?? (/^[0-9a-f]{40,64}$/.test(text) ? text.slice(0, 8) : undefined);
}

/** Where the `.git` of a worktree says that its real one is; undefined for anything else. */
export function gitFolderIn(file: string): string | undefined {
    return /^gitdir:\s*(\S.*)$/m.exec(file)?.[1];
}

/** What becomes of the folders that were added to a session. */
export interface FoldersChange {
    readonly with?: string;
    readonly without?: string;
    /** The folder of the session itself, which needs not be added. */
    readonly own: string;
}

/** The folders after a change, each once; `null` where none is left, so that nothing is said of any. */
export function changedFolders(folders: readonly string[], change: FoldersChange): string[] | null {
    const { with: added, without, own } = change;
    const wanted = [...folders.filter(path => path !== without), ...(added === undefined ? [] : [added])];
    const kept = [...new Set(wanted)].filter(path => path !== own);
    return kept.length > 0 ? kept : null;
}

/** The workspace that a folder is in: of several within each other the innermost. Paths are absolute. */
export function workspaceAround<W extends { folder: string }>(folder: string, workspaces: readonly W[]): W | undefined {
    return workspaces
        .filter(workspace => withSlash(folder).startsWith(withSlash(workspace.folder)))
        .sort((a, b) => b.folder.length - a.folder.length)[0];
}

function withSlash(path: string): string {
    return path.endsWith('/') ? path : `${path}/`;
}

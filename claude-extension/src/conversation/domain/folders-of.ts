/**
 * The folders, relative and with a slash at their end, that some files are in and whose name matches what is looked for,
 * the shortest first.
 */
export function foldersOf(paths: readonly string[], query: string): string[] {
    const wanted = query.toLowerCase();
    const folders = new Set<string>();
    for (const path of paths) {
        const names = path.split('/').slice(0, -1);
        names.forEach((name, i) => {
            const folder = `${names.slice(0, i + 1).join('/')}/`;
            if (
                name.toLowerCase().includes(wanted) ||
                (wanted.includes('/') && folder.toLowerCase().includes(wanted))
            ) {
                folders.add(folder);
            }
        });
    }
    return [...folders].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

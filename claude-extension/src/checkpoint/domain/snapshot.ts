/** A file as it was kept. */
export interface KeptFile {
    readonly kind: 'file' | 'link';
    /** SHA-1 of the content as git names it; of a link, of where it leads. */
    readonly oid: string;
    /** The nine bits of permission; of a link always 0. */
    readonly permissions: number;
}

/** Why something was left out. */
export type LeftOut = 'ignored' | 'big' | 'unreadable' | 'special' | 'elsewhere';

/** The files of a folder at one moment. Paths are relative, with slashes, one character per byte. */
export interface Snapshot {
    readonly files: ReadonlyMap<string, KeptFile>;
    /** Every folder that was looked into, but the root, with its permissions. */
    readonly folders: ReadonlyMap<string, number>;
    /** Ignored folders stand for all that is in them. */
    readonly leftOut: ReadonlyMap<string, LeftOut>;
}

export const EMPTY_SNAPSHOT: Snapshot = { files: new Map(), folders: new Map(), leftOut: new Map() };

/** How a path differs between two snapshots. */
export interface Difference {
    readonly path: string;
    readonly before?: KeptFile;
    readonly after?: KeptFile;
}

/**
 * Files that differ, in order of path. What one of the two left out is not compared: it is not known what it was.
 */
export function differences(before: Snapshot, after: Snapshot): Difference[] {
    if (before === after) {
        return [];
    }
    const found: Difference[] = [];
    for (const [path, file] of before.files) {
        const other = after.files.get(path);
        if (!sameFile(file, other) && (other || !isLeftOut(after, path))) {
            found.push({ path, before: file, after: other });
        }
    }
    for (const [path, file] of after.files) {
        if (!before.files.has(path) && !isLeftOut(before, path)) {
            found.push({ path, after: file });
        }
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Whether every file is as in one of two snapshots or the other: the way from the one to the other broke off, and nobody
 * else changed anything. What cannot be compared, and `isOurs`, is passed over.
 */
export function isBetween(
    present: Snapshot,
    [one, other]: readonly [Snapshot, Snapshot],
    isOurs: (path: string) => boolean
): boolean {
    const paths = new Set([...present.files.keys(), ...one.files.keys(), ...other.files.keys()]);
    return [...paths].every(path => {
        const file = present.files.get(path);
        return (
            sameFile(file, one.files.get(path)) ||
            sameFile(file, other.files.get(path)) ||
            isLeftOut(present, path) ||
            isOurs(path)
        );
    });
}

export function sameFile(a: KeptFile | undefined, b: KeptFile | undefined): boolean {
    return a === b || (!!a && !!b && a.kind === b.kind && a.oid === b.oid && a.permissions === b.permissions);
}

/** Whether the path, or a folder that it is in, was left out. */
export function isLeftOut(snapshot: Snapshot, path: string): boolean {
    return snapshot.leftOut.has(path) || foldersOf(path).some(folder => snapshot.leftOut.has(folder));
}

/** The folders that a path is in, the outermost first. */
export function foldersOf(path: string): string[] {
    const folders: string[] = [];
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
        folders.push(path.slice(0, slash));
    }
    return folders;
}

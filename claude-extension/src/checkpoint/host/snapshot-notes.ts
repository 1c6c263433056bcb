import { z } from 'zod';
import { KeptFile, LeftOut, Snapshot } from '../domain/snapshot';

/** What a git tree has no place for: permissions that are not the usual ones, empty folders, what was left out. */
const Notes = z.object({
    version: z.literal(1),
    usual: z.object({ file: z.number(), program: z.number(), folder: z.number() }),
    permissions: z.record(z.string(), z.number()),
    /** Empty ones, and those with other permissions. */
    folders: z.record(z.string(), z.number()),
    leftOut: z.record(z.string(), z.enum(['ignored', 'big', 'unreadable', 'special', 'elsewhere']))
});

/** The notes that go with a snapshot. */
export function notesOf({ files, folders, leftOut }: Snapshot): string {
    const plain = [...files].filter(([, file]) => file.kind === 'file');
    const usual = {
        file: mostCommon(
            plain.map(([, file]) => file.permissions).filter(each => !isProgram(each)),
            0o644
        ),
        program: mostCommon(plain.map(([, file]) => file.permissions).filter(isProgram), 0o755),
        folder: mostCommon([...folders.values()], 0o755)
    };
    const unusual = plain.filter(
        ([, { permissions }]) => permissions !== (isProgram(permissions) ? usual.program : usual.file)
    );
    const inhabited = parentsOf([...files.keys(), ...folders.keys()]);
    const noted = [...folders].filter(([path, permissions]) => permissions !== usual.folder || !inhabited.has(path));
    return JSON.stringify({
        version: 1,
        usual,
        permissions: sorted(unusual.map(([path, file]) => [path, file.permissions])),
        folders: sorted(noted),
        leftOut: sorted([...leftOut])
    } satisfies z.input<typeof Notes>);
}

/** The snapshot of a tree and its notes. */
export function snapshotOf(tree: ReadonlyMap<string, { mode: string; oid: string }>, json: string): Snapshot {
    const notes = Notes.parse(JSON.parse(json));
    const permissions = new Map(Object.entries(notes.permissions));
    const files = new Map<string, KeptFile>();
    for (const [path, { mode, oid }] of tree) {
        const usual = mode === '100755' ? notes.usual.program : notes.usual.file;
        files.set(
            path,
            mode === '120000'
                ? { kind: 'link', oid, permissions: 0 }
                : { kind: 'file', oid, permissions: permissions.get(path) ?? usual }
        );
    }
    const noted = Object.entries(notes.folders);
    const folders = new Map<string, number>();
    for (const path of parentsOf([...files.keys(), ...noted.map(([folder]) => folder)])) {
        folders.set(path, notes.usual.folder);
    }
    noted.forEach(([path, mode]) => folders.set(path, mode));
    return { files, folders, leftOut: new Map<string, LeftOut>(Object.entries(notes.leftOut)) };
}

/** As git has it: whether its owner may run it. */
export function isProgram(permissions: number): boolean {
    return (permissions & 0o100) !== 0;
}

/** Every folder that one of the paths is in. */
export function parentsOf(paths: Iterable<string>): Set<string> {
    const parents = new Set<string>();
    for (const path of paths) {
        let slash = path.lastIndexOf('/');
        while (slash !== -1) {
            const parent = path.slice(0, slash);
            if (parents.has(parent)) {
                break;
            }
            parents.add(parent);
            slash = parent.lastIndexOf('/');
        }
    }
    return parents;
}

function mostCommon(values: readonly number[], otherwise: number): number {
    const counts = new Map<number, number>();
    values.forEach(value => counts.set(value, (counts.get(value) ?? 0) + 1));
    // the same for the same values, in whatever order they come
    return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? otherwise;
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
    return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * What may be done with a path and what is below it, from little to much. `list`: the names in folders are seen; it is never
 * wished for, but comes about.
 */
export type Access = 'none' | 'list' | 'read' | 'all';

const LEVELS: Record<Access, number> = { none: 0, list: 1, read: 2, all: 3 };

/** What is wished for a path: it holds for all below, but where another mark says something else. Real paths, no links. */
export type Marks = ReadonlyMap<string, Exclude<Access, 'list'>>;

/** A rule of Landlock: it holds for all below, and what it allows nothing can take away. */
export interface PathRule {
    readonly access: Exclude<Access, 'none'>;
    readonly path: string;
}

/** The names in a folder, links left out; none for what is no folder, and for what cannot be read. */
export type ListFolder = (path: string) => Promise<readonly string[]>;

/**
 * The rules that allow what the marks say, and as little more as can be.
 *
 * Landlock only adds rights on the way down. So a folder with something below that is to have less is opened for what
 * the least of it has, or for its names alone, and each of its children gets a rule of its own. What is made in such a
 * folder later has no rule: it can neither be made nor opened. A mark counts whether or not its path exists.
 */
export async function rulesFor(marks: Marks, list: ListFolder): Promise<PathRule[]> {
    const rules: PathRule[] = [];
    await visit('/', marks.get('/') ?? 'all', 'none');
    return rules;

    async function visit(path: string, inherited: Access, granted: Access): Promise<void> {
        const access = marks.get(path) ?? inherited;
        const below = [...marks].filter(([marked]) => isBelow(marked, path));
        const least = below.reduce<Access>((floor, [, each]) => lesser(floor, each), access);
        if (least === access) {
            const now = allow(path, access, granted);
            for (const [marked] of topmost(below)) {
                await visit(marked, access, now);
            }
            return;
        }
        const now = allow(path, least === 'none' ? 'list' : least, granted);
        for (const name of await list(path)) {
            await visit(path === '/' ? `/${name}` : `${path}/${name}`, access, now);
        }
    }

    function allow(path: string, access: Access, granted: Access): Access {
        if (access === 'none' || LEVELS[access] <= LEVELS[granted]) {
            return granted;
        }
        rules.push({ access, path });
        return access;
    }
}

/** Whether something below `path`, or itself, has less than everything: then not all can be done there. */
export function isCurtailed(path: string, marks: Marks): boolean {
    return (
        effectiveAccess(path, marks) !== 'all' ||
        [...marks].some(([marked, access]) => access !== 'all' && isBelow(marked, path))
    );
}

/** What the nearest mark says. */
export function effectiveAccess(path: string, marks: Marks): Access {
    const above = [...marks].filter(([marked]) => marked === path || isBelow(path, marked));
    return above.sort(([one], [other]) => other.length - one.length)[0]?.[1] ?? 'all';
}

/** Whether `path` is strictly below `folder`; both absolute and normal. */
export function isBelow(path: string, folder: string): boolean {
    return path !== folder && path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

function lesser<T extends Access>(one: T, other: T): T {
    return LEVELS[other] < LEVELS[one] ? other : one;
}

function topmost<T>(marks: readonly (readonly [string, T])[]): (readonly [string, T])[] {
    return marks.filter(([path]) => !marks.some(([other]) => isBelow(path, other)));
}

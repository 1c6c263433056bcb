/** Stands in a list for what git runs: hooks, and what its configuration names. */
export const GIT = '.git';

const HOOKS = 'hooks';
const CONFIG = ['config', 'config.worktree'];
const HALVES: Record<string, string> = { objects: 'refs', refs: 'objects' };

/**
 * Whether a real path is one of the protected ones, or below one: they are looked for at any depth, without regard to case. The
 * launcher of the sandbox has the same rules (`native/protected-paths.c`). What git would take for a repository that is not
 * called `.git` is for {@link possibleRepositories}.
 */
export function protectedBy(path: string, list: readonly string[]): string | undefined {
    const names = namesIn(path);
    return list.find(entry => (entry.toLowerCase() === GIT ? isOfGit(names) : isIn(names, namesIn(entry))));
}

/**
 * What makes a path one that git runs, if it is so: in one of these folders, these names would have to be there. A name that is
 * `made` has to be missing: with it, a folder would become a repository.
 */
export function possibleRepositories(path: string): { folder: string; there: readonly string[]; made?: string }[] {
    const original = path.split('/').filter(Boolean);
    return namesIn(path).flatMap((name, index, names) => {
        const folder = `/${original.slice(0, index).join('/')}`;
        const isConfig = CONFIG.includes(name) && index === names.length - 1;
        if (name === HOOKS || isConfig) {
            return [{ folder, there: ['objects', 'refs'] }];
        }
        const other = HALVES[name];
        return other && names[index - 1] !== GIT ? [{ folder, there: [other], made: name }] : [];
    });
}

function isOfGit(names: readonly string[]): boolean {
    return names.some((name, index) => {
        const isLast = index === names.length - 1;
        const inGit = names[index - 1] === GIT;
        return (inGit && (name === HOOKS || (name === 'config' && isLast))) || (name === 'config.worktree' && isLast);
    });
}

function isIn(names: readonly string[], wanted: readonly string[]): boolean {
    return names.some((_name, from) => wanted.every((each, index) => names[from + index] === each));
}

function namesIn(path: string): string[] {
    return path.toLowerCase().split('/').filter(Boolean);
}

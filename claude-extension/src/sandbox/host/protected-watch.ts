import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { GIT } from '../domain/protected-paths';

/** Of files that are larger, in bytes, the size and the time of the last change count. */
const MAX_READ_BYTES = 1024 * 1024;
/** In one folder of hooks and the like; those beyond are not looked at. */
const MAX_ENTRIES = 200;
const MAX_DEPTH = 3;
const MAX_TOLD = 5;

/** What was found, by path: the text of a configuration of git, else a fingerprint. */
type Look = ReadonlyMap<string, string>;

/** Says why a configuration of git may not take the place of another one; both are files. */
type CompareConfigurations = (file: string, present: string) => Promise<string | undefined>;

/**
 * Looks at protected files directly in the folders of a session before and after a turn. There may be no supervisor, and it may have
 * been got past: that is told. It may have been the person, so nothing is taken back.
 */
export class ProtectedWatch {
    private before: Look = new Map();

    /** `scratch`: a folder of our own. */
    constructor(
        private readonly list: () => readonly string[],
        private readonly folders: () => readonly string[],
        private readonly scratch: string,
        private readonly whyNot: CompareConfigurations
    ) {}

    /** Remembers how they are. */
    async begin(): Promise<void> {
        this.before = await this.look();
    }

    /** What is to be told to the person; undefined where nothing has changed since {@link begin}. */
    async end(): Promise<string | undefined> {
        const after = await this.look();
        const changed: string[] = [];
        for (const path of new Set([...this.before.keys(), ...after.keys()])) {
            if (await this.hasChanged(path, this.before.get(path), after.get(path))) {
                changed.push(path);
            }
        }
        this.before = new Map();
        return changed.length > 0 ? this.say(changed) : undefined;
    }

    private async hasChanged(path: string, before: string | undefined, after: string | undefined): Promise<boolean> {
        if (before === after) {
            return false;
        }
        if (!isConfiguration(path)) {
            return true;
        }
        if (after === undefined) {
            // one that is gone runs nothing
            return false;
        }
        const present = join(this.scratch, 'git-config-before-turn');
        await writeFile(present, before ?? '', { mode: 0o600 });
        return (await this.whyNot(path, present)) !== undefined;
    }

    private say(changed: readonly string[]): string {
        const names = changed.map(path => `\`${this.display(path)}\``);
        const more = names.length > MAX_TOLD ? ` and ${names.length - MAX_TOLD} more` : '';
        const [was, it] = names.length > 1 ? ['were', 'them'] : ['was', 'it'];
        return (
            `${names.slice(0, MAX_TOLD).join(', ')}${more} ${was} changed during this turn, which Claude must not do ` +
            `(CLAUDE_PROTECTED_PATHS). Unless that was you, look at ${it} before the next command of git or Claude Code.`
        );
    }

    private display(path: string): string {
        const folder = this.folders().find(each => path.startsWith(`${each}/`));
        return folder === undefined ? path : relative(folder, path);
    }

    private async look(): Promise<Look> {
        const found = new Map<string, string>();
        for (const folder of this.folders()) {
            for (const entry of this.list()) {
                if (entry.toLowerCase() === GIT) {
                    await lookAtGit(join(folder, GIT), found);
                } else {
                    await lookAt(join(folder, entry), found, 0);
                }
            }
        }
        return found;
    }
}

function isConfiguration(path: string): boolean {
    return /^config(\.worktree)?$/.test(basename(path));
}

/** What `.git` is, or leads to, and where a worktree has it in common with others. */
async function lookAtGit(dotGit: string, found: Map<string, string>): Promise<void> {
    const named = /^gitdir: (.+)$/m.exec(await textOf(dotGit))?.[1];
    const own = named === undefined ? dotGit : resolve(dirname(dotGit), named);
    const common = (await textOf(join(own, 'commondir'))).trim();
    for (const folder of new Set([own, resolve(own, common)])) {
        for (const name of ['config', 'config.worktree']) {
            const text = await textOf(join(folder, name));
            if (text !== '') {
                found.set(join(folder, name), text);
            }
        }
        await lookAt(join(folder, 'hooks'), found, 0);
    }
    if (named !== undefined) {
        found.set(dotGit, named);
    }
}

async function lookAt(path: string, found: Map<string, string>, depth: number): Promise<void> {
    const stat = await lstat(path).catch(() => undefined);
    if (stat?.isDirectory() && depth < MAX_DEPTH) {
        const names = await readdir(path).catch(() => []);
        for (const name of names.sort().slice(0, MAX_ENTRIES)) {
            await lookAt(join(path, name), found, depth + 1);
        }
    } else if (stat) {
        const isRead = stat.isFile() && stat.size <= MAX_READ_BYTES;
        const content = isRead ? await readFile(path).catch(() => '') : `${stat.size} ${stat.mtimeMs}`;
        found.set(path, createHash('sha256').update(`${stat.mode} `).update(content).digest('hex'));
    }
}

/** Empty for what is no small file. */
async function textOf(path: string): Promise<string> {
    const stat = await lstat(path).catch(() => undefined);
    return stat?.isFile() && stat.size <= MAX_READ_BYTES ? readFile(path, 'utf8').catch(() => '') : '';
}

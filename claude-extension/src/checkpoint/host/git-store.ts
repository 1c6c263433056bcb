import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { runGit } from './git-process';

/** A file for the next commit, or one that is not in it any more. Paths are bytes, one character each. */
export type StoredFile =
    | {
          readonly path: string;
          readonly mode: '100644' | '100755' | '120000';
          /** Absent where only the mode changed: the content of `oid` is there already. */
          readonly content?: Buffer;
          readonly oid: string;
      }
    | { readonly path: string; readonly mode: 'none' };

/** A commit of the store. */
export interface StoredCommit {
    readonly commit: string;
    /** Of its root; the next one starts from it. */
    readonly tree: string;
}

/** A checkpoint as the store lists it. */
export interface StoredCheckpoint {
    readonly sessionId: string;
    readonly checkpointId: string;
    readonly atMs: number;
}

/** A temporary file that was not written for this long is nobody's, in ms. */
const LEFTOVER_MS = 60 * 60_000;
/** Files are under this folder of a tree, and beside it what git has no place for. */
const FILES = 'f';
const NOTES = 'notes.json';
const CONFIG = `[core]
\trepositoryformatversion = 0
\tbare = true
\tcompression = 1
\tprotectNTFS = false
\tprotectHFS = false
[gc]
\tauto = 0
[pack]
\tthreads = 1
\twindow = 5
[fastimport]
\tunpackLimit = 0
`;

/**
 * The bare git repository in which the checkpoints of one folder are. Each checkpoint is a commit without parents, held
 * by a reference `refs/checkpoints/<session>/<checkpoint>`; `refs/latest` holds the newest state that was looked at.
 */
export class GitStore {
    private constructor(readonly folder: string) {}

    /** The store in a folder as it is there, if it is, to let go of what it holds. */
    static at(folder: string): GitStore {
        return new GitStore(folder);
    }

    /** Opens the store, and makes it where there is none. Fails with `checkpoint.no-git`. */
    static async open(folder: string): Promise<GitStore> {
        await fs.mkdir(folder, { recursive: true, mode: 0o700 });
        const isNew = await fs.stat(join(folder, 'HEAD')).then(
            () => false,
            () => true
        );
        if (isNew) {
            await runGit(folder, ['init', '--quiet', '--bare', '--object-format=sha1', '--template=', folder]);
        }
        await fs.writeFile(join(folder, 'config'), CONFIG, { mode: 0o600 });
        return new GitStore(folder);
    }

    /**
     * Adds a commit: the files of `base` (none where absent) without `removed`, with `changed`, and with other notes, which
     * are asked for last. It becomes the latest. All of it is on the disk when it resolves, or none.
     */
    async commit(
        base: StoredCommit | undefined,
        removed: readonly string[],
        changed: AsyncIterable<StoredFile>,
        notes: () => string
    ): Promise<StoredCommit> {
        const input = Readable.from(commitStream(base, removed, changed, notes), { objectMode: false });
        const output = await runGit(this.folder, ['fast-import', '--done', '--quiet', '--force'], input);
        const [commit, tree] = output.toString('latin1').split('\n');
        return { commit, tree: /^040000 tree ([0-9a-f]{40})/.exec(tree)?.[1] ?? '' };
    }

    /** The newest state that was looked at; undefined for a new store. */
    async latest(): Promise<StoredCommit | undefined> {
        const commit = await this.readReference('latest');
        if (!commit) {
            return undefined;
        }
        const tree = (await runGit(this.folder, ['rev-parse', `${commit}^{tree}`])).toString('latin1').trim();
        return { commit, tree };
    }

    /** Every file of a commit, by path. */
    async listFiles(commit: string): Promise<Map<string, { mode: string; oid: string }>> {
        const output = await runGit(this.folder, ['ls-tree', '-r', '-z', '--full-tree', commit, `${FILES}/`]);
        const files = new Map<string, { mode: string; oid: string }>();
        for (const entry of output.toString('latin1').split('\0')) {
            const tab = entry.indexOf('\t');
            if (tab !== -1) {
                const [mode, , oid] = entry.slice(0, tab).split(' ');
                files.set(entry.slice(tab + 1 + FILES.length + 1), { mode, oid });
            }
        }
        return files;
    }

    async readNotes(commit: string): Promise<string> {
        return (await runGit(this.folder, ['cat-file', 'blob', `${commit}:${NOTES}`])).toString('utf8');
    }

    /** Contents by name. Fails with `checkpoint.store-failed` when one is missing. */
    async readContents(oids: readonly string[]): Promise<Map<string, Buffer>> {
        const contents = new Map<string, Buffer>();
        if (oids.length === 0) {
            return contents;
        }
        const output = await runGit(this.folder, ['cat-file', '--batch'], [...new Set(oids)].join('\n') + '\n');
        for (let at = 0; at < output.length;) {
            const line = output.indexOf('\n', at);
            const [oid, , size] = output.toString('latin1', at, line).split(' ');
            if (size === undefined) {
                throw new RangeError(`the store has no object ${oid}`);
            }
            const end = line + 1 + Number(size);
            contents.set(oid, output.subarray(line + 1, end));
            at = end + 1;
        }
        return contents;
    }

    /** Those of the contents that are not larger, so that many fit into memory. Fails as {@link readContents} does. */
    async readSmallContents(oids: readonly string[], mostBytes: number): Promise<Map<string, Buffer>> {
        const unique = [...new Set(oids)];
        if (unique.length === 0) {
            return new Map();
        }
        const format = '--batch-check=%(objectname) %(objectsize)';
        const output = await runGit(this.folder, ['cat-file', format], unique.join('\n') + '\n');
        const lines = output.toString('latin1').trimEnd().split('\n');
        const missing = lines.find(line => !/ \d+$/.test(line));
        if (missing !== undefined) {
            throw new RangeError(`the store has no object ${missing.split(' ')[0]}`);
        }
        const small = lines.map(line => line.split(' ')).filter(([, size]) => Number(size) <= mostBytes);
        return this.readContents(small.map(([oid]) => oid));
    }

    /** Holds a commit for a session. */
    async hold(sessionId: string, checkpointId: string, commit: string): Promise<void> {
        const folder = join(this.folder, 'refs', 'checkpoints', sessionId);
        await fs.mkdir(folder, { recursive: true });
        const temporary = join(this.folder, `${checkpointId}.tmp`);
        await fs.writeFile(temporary, `${commit}\n`, { flush: true });
        await fs.rename(temporary, join(folder, checkpointId));
    }

    /** The commit of a checkpoint, whichever session holds it: a fork has those of the session that it came from. */
    async find(checkpointId: string): Promise<string | undefined> {
        for (const sessionId of await this.sessions()) {
            const commit = await this.readReference(join('checkpoints', sessionId, checkpointId));
            if (commit) {
                return commit;
            }
        }
        return undefined;
    }

    /** Oldest first. */
    async checkpoints(): Promise<StoredCheckpoint[]> {
        const all = await Promise.all(
            (await this.sessions()).map(async sessionId => {
                const folder = join(this.folder, 'refs', 'checkpoints', sessionId);
                return Promise.all(
                    (await fs.readdir(folder)).map(async checkpointId => ({
                        sessionId,
                        checkpointId,
                        atMs: (await fs.stat(join(folder, checkpointId))).mtimeMs
                    }))
                );
            })
        );
        return all.flat().sort((a, b) => a.atMs - b.atMs);
    }

    async release(checkpoints: readonly Pick<StoredCheckpoint, 'sessionId' | 'checkpointId'>[]): Promise<void> {
        for (const { sessionId, checkpointId } of checkpoints) {
            await fs.rm(join(this.folder, 'refs', 'checkpoints', sessionId, checkpointId), { force: true });
        }
    }

    /** Lets go of all that is held for a session. */
    async releaseSession(sessionId: string): Promise<void> {
        await fs.rm(join(this.folder, 'refs', 'checkpoints', sessionId), { recursive: true, force: true });
    }

    /** What the contents take on the disk, in bytes, and in how many packs they are. */
    async measure(): Promise<{ bytes: number; packs: number }> {
        const folder = join(this.folder, 'objects', 'pack');
        const names = await fs.readdir(folder).catch(() => []);
        const sizes = await Promise.all(
            names.map(name =>
                fs.stat(join(folder, name)).then(
                    stat => stat.size,
                    () => 0
                )
            )
        );
        return {
            bytes: sizes.reduce((sum, size) => sum + size, 0),
            packs: names.filter(name => name.endsWith('.pack')).length
        };
    }

    /** Gathers all that is held in one pack and removes the rest, and what a process that died left behind. */
    async collect(): Promise<void> {
        const folder = join(this.folder, 'objects', 'pack');
        for (const name of (await fs.readdir(folder).catch(() => [])).filter(each => each.startsWith('tmp_'))) {
            const stat = await fs.stat(join(folder, name)).catch(() => undefined);
            if (stat && Date.now() - stat.mtimeMs > LEFTOVER_MS) {
                await fs.rm(join(folder, name), { force: true });
            }
        }
        await runGit(this.folder, ['repack', '-a', '-d', '-q', '--no-write-bitmap-index']);
    }

    /** Removes the store with all that is in it. */
    async remove(): Promise<void> {
        await fs.rm(this.folder, { recursive: true, force: true });
    }

    private async sessions(): Promise<string[]> {
        return fs.readdir(join(this.folder, 'refs', 'checkpoints')).catch(() => []);
    }

    private async readReference(name: string): Promise<string | undefined> {
        const text = await fs.readFile(join(this.folder, 'refs', name), 'latin1').catch(() => '');
        return /^[0-9a-f]{40}/.exec(text)?.[0];
    }
}

async function* commitStream(
    base: StoredCommit | undefined,
    removed: readonly string[],
    changed: AsyncIterable<StoredFile>,
    notes: () => string
): AsyncGenerator<Buffer> {
    const seconds = Math.floor(Date.now() / 1_000);
    yield Buffer.from(`feature done\ncommit refs/latest\nmark :1\ncommitter Dispatch <> ${seconds} +0000\ndata 0\n`);
    if (base) {
        yield Buffer.from(`M 040000 ${base.tree} ""\n`);
    }
    for (const path of removed) {
        yield Buffer.from(`D ${quotedPath(path)}\n`);
    }
    for await (const file of changed) {
        if (file.mode === 'none') {
            yield Buffer.from(`D ${quotedPath(file.path)}\n`);
            continue;
        }
        const { path, mode, content, oid } = file;
        yield Buffer.from(`M ${mode} ${content ? 'inline' : oid} ${quotedPath(path)}\n`);
        if (content) {
            yield* dataOf(content);
        }
    }
    yield Buffer.from(`M 100644 inline ${NOTES}\n`);
    yield* dataOf(Buffer.from(notes(), 'utf8'));
    yield Buffer.from('\nget-mark :1\nls :1 ""\ndone\n');
}

function* dataOf(content: Buffer): Generator<Buffer> {
    yield Buffer.from(`data ${content.length}\n`);
    if (content.length > 0) {
        yield content;
    }
    yield Buffer.from('\n');
}

/** As git quotes a path: every byte that is not plain as an octal number. */
function quotedPath(path: string): string {
    const quoted = `${FILES}/${path}`.replace(
        /[^ -~]|["\\]/g,
        char => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`
    );
    return `"${quoted}"`;
}

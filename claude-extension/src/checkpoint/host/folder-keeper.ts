import { realpathSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { isAbsolute, relative } from 'node:path';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { CheckpointErrors } from '../common/checkpoint-errors';
import { CheckpointRules } from '../common/checkpoint-protocol';
import { differences, KeptFile, sameFile, Snapshot } from '../domain/snapshot';
import { keptFile, readFound } from './file-reader';
import { FileRestorer, Problem } from './file-restorer';
import { FolderLooker, Look } from './folder-looker';
import { foundFile, statOf } from './folder-scan';
import { GitStore } from './git-store';
import { ByteFolder, bytesOf, shownPath } from './path-bytes';
import { snapshotOf } from './snapshot-notes';
import { CollectorWorld, StoreCollector } from './store-collector';

/** A checkpoint that was just made. */
export interface Checkpoint {
    readonly checkpointId: string;
    readonly look: Look;
}

/** What became of a restore. */
export interface Restored {
    readonly restored: number;
    readonly problems: readonly Problem[];
}

/** What becomes of one file. */
export interface FilePut {
    /** As it shall be; undefined for no file. */
    readonly wanted: KeptFile | undefined;
    /** As it was when the person looked. */
    readonly shown: KeptFile | undefined;
    /** In place of the content of `wanted`. */
    readonly content?: Buffer;
}

/** What a keeper is told of the world around its folder. */
export interface KeeperWorld extends CollectorWorld {
    /** Our own folder, which is never looked into where it is inside of the folder that is kept. */
    readonly ownFolder: string;
}

/** How long a folder that was too much is left alone, in ms. */
const TOO_MUCH_MS = 30 * 60_000;

/** Keeps the files of one folder: for all sessions in it, one thing at a time. Owns its store. */
export class FolderKeeper {
    private readonly bytes: ByteFolder;
    /** The same without links, as it was when it was kept first: what takes its place later is not written to. */
    private readonly real: ByteFolder;
    private queue: Promise<unknown> = Promise.resolve();
    private opening: Promise<{ store: GitStore; looker: FolderLooker }> | undefined;
    private readonly collector: StoreCollector;
    private tooMuch: { error: DispatchError; rules: CheckpointRules; untilMs: number } | undefined;
    /** Turns under way in the folder, by session. */
    private readonly atWork = new Map<string, number>();

    constructor(
        readonly folder: string,
        private readonly storeFolder: string,
        private readonly world: KeeperWorld
    ) {
        this.bytes = new ByteFolder(folder);
        this.real = new ByteFolder(realFolder(folder));
        this.collector = new StoreCollector(shownPath(bytesOf(folder)), world, work => this.inOrder(work));
    }

    /** Looks at the folder as it is now. Fails as {@link FolderLooker.look} does. */
    look(): Promise<Look> {
        return this.inOrder(async () => {
            const { looker } = await this.open();
            return this.lookWith(looker);
        });
    }

    /** Keeps the folder as it is now, for a session. */
    keep(sessionId: string): Promise<Checkpoint> {
        return this.inOrder(async () => {
            const { looker, store } = await this.open();
            const look = await this.lookWith(looker);
            const checkpointId = randomUUID();
            await store.hold(sessionId, checkpointId, look.commit);
            this.collector.whenFull(store, this.atWork.size > 0);
            return { checkpointId, look };
        });
    }

    /** A checkpoint of earlier. Fails with `checkpoint.gone`. */
    async recall(checkpointId: string): Promise<Look> {
        const { store } = await this.open();
        const commit = await store.find(checkpointId);
        if (!commit) {
            throw CheckpointErrors.gone();
        }
        return { commit, snapshot: snapshotOf(await store.listFiles(commit), await store.readNotes(commit)) };
    }

    /** Keeps checkpoints from being collected, until they are unpinned. */
    pin(checkpointIds: readonly string[]): void {
        this.collector.pin(checkpointIds);
    }

    unpin(checkpointIds: readonly string[]): void {
        this.collector.unpin(checkpointIds);
    }

    /** Whether it is there, without reading it. */
    async has(checkpointId: string): Promise<boolean> {
        const { store } = await this.open();
        return (await store.find(checkpointId)) !== undefined;
    }

    async readContents(oids: readonly string[]): Promise<Map<string, Buffer>> {
        const { store } = await this.open();
        return store.readContents(oids);
    }

    /** Without those that are larger. */
    async readSmallContents(oids: readonly string[], mostBytes: number): Promise<Map<string, Buffer>> {
        const { store } = await this.open();
        return store.readSmallContents(oids, mostBytes);
    }

    /**
     * Makes the folder what it was; `present` is what was shown to the person, and must still be so.
     * `begin`: resolves when it is recorded that files are about to change. Fails with `checkpoint.files-changed`; then nothing
     * was done.
     */
    restore(target: Snapshot, present: Look, begin: () => Promise<void> = async () => undefined): Promise<Restored> {
        return this.inOrder(async () => {
            const restorer = await this.restorerOf(target, present);
            await begin();
            await restorer.removeUnfinished();
            await restorer.restore(differences(target, present.snapshot).filter(each => each.before === undefined));
            await restorer.removeFolders();
            await restorer.restore(differences(target, present.snapshot).filter(each => each.before !== undefined));
            await restorer.restoreFolders();
            await restorer.closeFolders();
            return { restored: restorer.restored, problems: restorer.problems };
        });
    }

    /**
     * Makes one file what it was; with another content where one is given. `shown`: what was there when the person looked.
     * Fails with `checkpoint.file-changed`.
     */
    restoreFile(path: string, { wanted: file, shown, content }: FilePut, target: Snapshot): Promise<Restored> {
        return this.inOrder(async () => {
            const { looker } = await this.open();
            const present = await looker.look(this.world.rules());
            if (!sameFile(present.snapshot.files.get(path), shown)) {
                throw CheckpointErrors.fileChanged({ path: shownPath(path) });
            }
            const restorer = await this.restorerOf(target, present);
            if (file && content) {
                await restorer.writeOne(path, file, content);
            } else {
                await restorer.restore([{ path, before: file, after: present.snapshot.files.get(path) }]);
            }
            await restorer.closeFolders();
            return { restored: restorer.restored, problems: restorer.problems };
        });
    }

    /** A turn of the session began here; the result is called when it has ended. */
    working(sessionId: string): () => void {
        this.atWork.set(sessionId, (this.atWork.get(sessionId) ?? 0) + 1);
        return () => {
            const left = (this.atWork.get(sessionId) ?? 1) - 1;
            if (left > 0) {
                this.atWork.set(sessionId, left);
            } else {
                this.atWork.delete(sessionId);
            }
        };
    }

    /** Other sessions that are at work in the folder now. */
    othersAtWork(sessionId: string): number {
        return [...this.atWork.keys()].filter(id => id !== sessionId).length;
    }

    /** Lets go of what is held for a session; the store goes with the last one. No git is needed for that. */
    forget(sessionId: string): Promise<void> {
        return this.inOrder(async () => {
            const store = GitStore.at(this.storeFolder);
            await store.releaseSession(sessionId);
            if ((await store.checkpoints()).length === 0) {
                await store.remove();
                this.opening = undefined;
            }
        });
    }

    /** Resolves when nothing is under way. */
    async idle(): Promise<void> {
        await this.queue;
        await this.collector.idle();
    }

    /** What is too much now will be too much in a moment: it is not looked through again before every turn. */
    private async lookWith(looker: FolderLooker): Promise<Look> {
        const rules = this.world.rules();
        if (this.tooMuch?.rules === rules && performance.now() < this.tooMuch.untilMs) {
            throw this.tooMuch.error;
        }
        this.tooMuch = undefined;
        try {
            return await looker.look(rules);
        } catch (error) {
            if (error instanceof DispatchError && error.kind === 'exhausted') {
                this.tooMuch = { error, rules, untilMs: performance.now() + TOO_MUCH_MS };
            }
            throw error;
        }
    }

    private async restorerOf(target: Snapshot, present: Look): Promise<FileRestorer> {
        const { store, looker } = await this.open();
        const now = await looker.look(this.world.rules());
        if (now.commit !== present.commit) {
            throw CheckpointErrors.filesChanged();
        }
        const world = {
            folder: this.real,
            readContents: (oids: readonly string[]) => store.readContents(oids),
            isAsSeen: (path: string, file: KeptFile | undefined) => this.isAsSeen(looker, path, file)
        };
        return new FileRestorer(world, target, present.snapshot);
    }

    private async isAsSeen(looker: FolderLooker, path: string, file: KeptFile | undefined): Promise<boolean> {
        const stat = statOf(this.bytes.at(path));
        if (!file || !stat) {
            return file === undefined && stat === undefined;
        }
        if (!stat.isFile() && !stat.isSymbolicLink()) {
            return false;
        }
        const found = foundFile(stat);
        const seen = looker.seen(path);
        if (seen && seen.changedAtMs === found.changedAtMs && seen.inode === found.inode) {
            return true;
        }
        const content = await readFound(this.bytes, path, found);
        return content !== undefined && keptFile(found, content).oid === file.oid;
    }

    private open(): Promise<{ store: GitStore; looker: FolderLooker }> {
        this.opening ??= this.openOnce().catch((error: unknown) => {
            this.opening = undefined;
            throw error;
        });
        return this.opening;
    }

    private async openOnce(): Promise<{ store: GitStore; looker: FolderLooker }> {
        const store = await GitStore.open(this.storeFolder);
        const own = relative(realFolder(this.folder), realFolder(this.world.ownFolder));
        const isInside = own !== '' && !own.startsWith('..') && !isAbsolute(own);
        return { store, looker: await FolderLooker.open(this.bytes, store, isInside ? bytesOf(own) : undefined) };
    }

    private inOrder<T>(work: () => Promise<T>): Promise<T> {
        const result = this.queue.then(work, work);
        this.queue = result.catch(() => undefined);
        return result;
    }
}

/** With links followed; the folder as it is given where it is not there. */
function realFolder(folder: string): string {
    try {
        return realpathSync(folder);
    } catch {
        return folder;
    }
}

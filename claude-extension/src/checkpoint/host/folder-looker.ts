import { setImmediate } from 'node:timers/promises';
import { CheckpointErrors } from '../common/checkpoint-errors';
import { CheckpointRules } from '../common/checkpoint-protocol';
import { EMPTY_SNAPSHOT, KeptFile, LeftOut, sameFile, Snapshot } from '../domain/snapshot';
import { keptFile, readFound } from './file-reader';
import { FoundFile, Scan, scanFolder } from './folder-scan';
import { GitStore, StoredCommit, StoredFile } from './git-store';
import { ByteFolder } from './path-bytes';
import { isProgram, notesOf, parentsOf, snapshotOf } from './snapshot-notes';

/** The files of the folder as they were when somebody looked; the store has every content of it. */
export interface Look {
    readonly commit: string;
    readonly snapshot: Snapshot;
}

/** A file that changed this short a time before it was looked at may change again unseen, in ms: clocks of disks are coarse. */
const UNCERTAIN_MS = 100;
const SLICE_MS = 4;
const MIB = 1024 * 1024;

/**
 * Brings the newest commit of a store up to what is in the folder. It remembers of each file how it looked, so that only
 * what may have changed is read again. One look at a time: whoever calls sees to that.
 */
export class FolderLooker {
    private stored: StoredCommit | undefined;
    private snapshot: Snapshot = EMPTY_SNAPSHOT;
    private notes = '';
    private found: ReadonlyMap<string, FoundFile> = new Map();
    private above: ReadonlySet<string> = new Set();
    private forbidden: ReadonlySet<string> = new Set();

    private constructor(
        private readonly folder: ByteFolder,
        private readonly store: GitStore,
        private readonly ownFolder?: string
    ) {}

    /** Takes up the newest commit that is there. `ownFolder`: a path in the folder that is never looked into. */
    static async open(folder: ByteFolder, store: GitStore, ownFolder?: string): Promise<FolderLooker> {
        const looker = new FolderLooker(folder, store, ownFolder);
        const latest = await store.latest();
        if (latest) {
            const notes = await store.readNotes(latest.commit);
            looker.take(latest, snapshotOf(await store.listFiles(latest.commit), notes), notes);
        }
        return looker;
    }

    /** How a file looked at the last look; undefined where it was not there, or may have changed unseen. */
    seen(path: string): FoundFile | undefined {
        return this.found.get(path);
    }

    /** Fails as {@link scanFolder} and the store do, and with `checkpoint.too-much`; then all is as before. */
    async look(rules: CheckpointRules): Promise<Look> {
        const startedAtMs = Date.now();
        const scan = await scanFolder(this.folder, {
            rules,
            isKept: path => this.snapshot.files.has(path),
            isAboveKept: folder => this.above.has(folder),
            ownFolder: this.ownFolder
        });
        const next = new NextSnapshot(this.snapshot, this.found, this.forbidden, scan);
        const changed = this.changed(next, rules);
        const first = await changed.next();
        const removed = [...this.snapshot.files.keys()].filter(path => !scan.files.has(path));
        let { stored } = this;
        let notes = first.done && removed.length === 0 ? notesOf(next) : undefined;
        if (!stored || notes !== this.notes) {
            stored = await this.store.commit(this.stored, removed, startingWith(first, changed), () => {
                notes = notesOf(next);
                return notes;
            });
            this.take(stored, { files: next.files, folders: next.folders, leftOut: next.leftOut }, notes ?? '');
        }
        this.forbidden = next.forbidden;
        this.found = certain(scan.files, startedAtMs - UNCERTAIN_MS, next.forbidden);
        return { commit: stored.commit, snapshot: this.snapshot };
    }

    private take(stored: StoredCommit, snapshot: Snapshot, notes: string): void {
        this.stored = stored;
        this.snapshot = snapshot;
        this.notes = notes;
        this.above = parentsOf(snapshot.files.keys());
    }

    private async *changed(next: NextSnapshot, rules: CheckpointRules): AsyncGenerator<StoredFile, undefined> {
        let newBytes = 0;
        let sliceEndMs = performance.now() + SLICE_MS;
        for (const [path, found] of next.unknown()) {
            const content = await readFound(this.folder, path, found);
            const before = this.snapshot.files.get(path);
            const kept = next.take(path, found, content);
            if (!kept && before) {
                yield { path, mode: 'none' };
            } else if (kept && !sameFile(kept, before)) {
                const isNew = kept.oid !== before?.oid;
                newBytes += isNew ? (content?.length ?? 0) : 0;
                if (newBytes > rules.maxStoreBytes) {
                    throw CheckpointErrors.tooMuch({ limitMiB: Math.floor(rules.maxStoreBytes / MIB) });
                }
                yield { path, mode: modeOf(kept), oid: kept.oid, content: isNew ? content : undefined };
            }
            if (performance.now() > sliceEndMs) {
                await setImmediate();
                sliceEndMs = performance.now() + SLICE_MS;
            }
        }
        return undefined;
    }
}

/** A snapshot that is being made of a scan and of what is known from before. */
class NextSnapshot implements Snapshot {
    readonly files = new Map<string, KeptFile>();
    readonly folders: ReadonlyMap<string, number>;
    readonly leftOut: Map<string, LeftOut>;
    /** Files that may not be read any more, and are known from before. */
    readonly forbidden = new Set<string>();

    constructor(
        private readonly before: Snapshot,
        private readonly found: ReadonlyMap<string, FoundFile>,
        private readonly forbiddenBefore: ReadonlySet<string>,
        private readonly scan: Scan
    ) {
        this.folders = scan.folders;
        this.leftOut = scan.leftOut;
    }

    /** Takes over what certainly is as it was, and gives out the rest. */
    *unknown(): Generator<[string, FoundFile]> {
        const unknown: [string, FoundFile][] = [];
        for (const [path, file] of this.scan.files) {
            const known = this.before.files.get(path);
            if (known && isSame(this.found.get(path), file)) {
                this.files.set(path, known);
                if (this.forbiddenBefore.has(path)) {
                    this.forbidden.add(path);
                }
            } else {
                unknown.push([path, file]);
            }
        }
        yield* unknown;
    }

    /** Takes over what was read; undefined where it could not be, and is not known from before either. */
    take(path: string, found: FoundFile, content: Buffer | undefined): KeptFile | undefined {
        const kept = content ? keptFile(found, content) : this.onlyForbidden(path, found);
        if (kept) {
            this.files.set(path, kept);
        } else {
            this.leftOut.set(path, 'unreadable');
        }
        return kept;
    }

    /** A file that was read before and has changed in nothing but who may read it. */
    private onlyForbidden(path: string, found: FoundFile): KeptFile | undefined {
        const seen = this.found.get(path);
        const known = this.before.files.get(path);
        const { permissions, changedAtMs } = found;
        if (!seen || !known || !isSame({ ...seen, permissions, changedAtMs }, found)) {
            return undefined;
        }
        this.forbidden.add(path);
        return { ...known, permissions };
    }
}

async function* startingWith<T>(
    first: IteratorResult<T, undefined>,
    rest: AsyncGenerator<T, undefined>
): AsyncGenerator<T> {
    if (!first.done) {
        yield first.value;
        yield* rest;
    }
}

function isSame(a: FoundFile | undefined, b: FoundFile): boolean {
    return (
        a !== undefined &&
        a.kind === b.kind &&
        a.permissions === b.permissions &&
        a.sizeBytes === b.sizeBytes &&
        a.inode === b.inode &&
        a.modifiedAtMs === b.modifiedAtMs &&
        a.changedAtMs === b.changedAtMs
    );
}

/** Those that did not change just before they were looked at, and those that could not be read again to see. */
function certain(
    files: ReadonlyMap<string, FoundFile>,
    beforeMs: number,
    forbidden: ReadonlySet<string>
): Map<string, FoundFile> {
    return new Map(
        [...files].filter(
            ([path, file]) => forbidden.has(path) || (file.changedAtMs < beforeMs && file.modifiedAtMs < beforeMs)
        )
    );
}

function modeOf({ kind, permissions }: KeptFile): StoredFile['mode'] {
    return kind === 'link' ? '120000' : isProgram(permissions) ? '100755' : '100644';
}

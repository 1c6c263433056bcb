import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { Difference, foldersOf, isLeftOut, KeptFile, Snapshot } from '../domain/snapshot';
import { HeldFolder, inFolderOf } from './held-folder';
import { ByteFolder, shownPath } from './path-bytes';

/** What stays as it is, and why, for people. */
export interface Problem {
    readonly path: string;
    readonly why: string;
}

/** What a restorer needs to know. */
export interface RestoreWorld {
    readonly folder: ByteFolder;
    /** Contents by their names. */
    readContents(oids: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
    /** Whether the file on the disk is still the one that was looked at, so that nothing unseen is overwritten. */
    isAsSeen(path: string, file: KeptFile | undefined): Promise<boolean>;
}

export const CHANGED_MEANWHILE = 'It was changed in this moment.';
const NOT_KEPT = 'What is there now could not be kept, so it was left alone.';
const NOT_READABLE = 'What it was could not be read.';
const IN_THE_WAY = 'Something else is in its way.';
/** Of a file that is being written, and of one that was when its session host died. */
const UNFINISHED = '.dispatch-';
const UNFINISHED_NAME = /(^|\/)\.dispatch-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** How many contents are in memory at once. */
const BATCH_FILES = 32;

/**
 * Makes files what they were. Nothing is removed or overwritten that was not looked at just before, and nothing outside
 * of the folder is ever written: no link is followed, also none that comes into the place of a folder in this moment.
 */
export class FileRestorer {
    readonly problems: Problem[] = [];
    restored = 0;
    private readonly opened = new Map<string, number>();

    constructor(
        private readonly world: RestoreWorld,
        /** As the files shall be. */
        private readonly target: Snapshot,
        /** As they are. */
        private readonly present: Snapshot
    ) {}

    /** `differences`: from the target to what is there. What cannot be done is a problem; the rest is done. */
    async restore(differences: readonly Difference[]): Promise<void> {
        for (const { path } of differences.filter(each => !each.before)) {
            await this.attempt(path, () => this.remove(path));
        }
        const wanted = differences.filter(each => each.before !== undefined);
        for (let at = 0; at < wanted.length; at += BATCH_FILES) {
            const batch = wanted.slice(at, at + BATCH_FILES);
            const contents = this.world.readContents(batch.map(each => each.before?.oid ?? ''));
            // what cannot be read is a problem of each of them: what was done before must stay known, to be undone
            await contents.catch(() => undefined);
            for (const { path, before } of batch) {
                await this.attempt(path, async () => this.bringBack(path, before, await contents));
            }
        }
    }

    private async bringBack(
        path: string,
        file: KeptFile | undefined,
        contents: ReadonlyMap<string, Buffer>
    ): Promise<void> {
        const content = file && contents.get(file.oid);
        if (!content) {
            throw new Refusal(NOT_READABLE);
        }
        await this.write(path, file, content);
    }

    /** What an earlier restore was writing when its session host died; also where it is ignored, and so in no difference. */
    async removeUnfinished(): Promise<void> {
        for (const path of [...this.present.leftOut.keys()].filter(isUnfinished)) {
            await this.inFolderOf(path, place => fs.unlink(place)).catch(() => undefined);
        }
    }

    /** Folders that were not there go when they are empty. */
    async removeFolders(): Promise<void> {
        const surplus = [...this.present.folders.keys()].filter(path => !this.target.folders.has(path));
        for (const path of surplus.sort().reverse()) {
            // not empty: something in it was left alone
            await this.inFolderOf(path, place => fs.rmdir(place)).catch(() => undefined);
        }
    }

    /** Folders that were there come back, with their permissions. */
    async restoreFolders(): Promise<void> {
        const wanted = [...this.target.folders].sort(([a], [b]) => (a < b ? -1 : 1));
        for (const [path] of wanted) {
            if (!this.present.folders.has(path) && !isLeftOut(this.present, path)) {
                await this.attempt(path, () => this.enterFolder(path), false);
            }
        }
        for (const [path, permissions] of wanted.reverse()) {
            if (this.present.folders.get(path) !== permissions && !isLeftOut(this.present, path)) {
                await this.attempt(path, () => this.setFolder(path, permissions), false);
            }
        }
    }

    /** Gives the folders that were opened to write into them their permissions again. */
    async closeFolders(): Promise<void> {
        for (const [folder, permissions] of [...this.opened].reverse()) {
            await this.setMode(folder, this.target.folders.get(folder) ?? permissions).catch(() => undefined);
        }
    }

    /** Puts a content into place, whole or not at all. Fails when a folder above it is something else. */
    async writeOne(path: string, file: KeptFile, content: Buffer): Promise<void> {
        await this.attempt(path, () => this.write(path, file, content));
    }

    private async write(path: string, file: KeptFile, content: Buffer): Promise<void> {
        await this.refuseUnseen(path);
        for (const folder of foldersOf(path)) {
            await this.enterFolder(folder);
        }
        await this.inFolderOf(path, async (place, held) => {
            const temporary = held.at(`${UNFINISHED}${randomUUID()}`);
            try {
                if (file.kind === 'link') {
                    await fs.symlink(content, temporary);
                } else {
                    await writeNew(temporary, content, file.permissions);
                }
                await fs.rename(temporary, place);
            } catch (error) {
                await fs.rm(temporary, { force: true });
                throw error;
            }
        });
    }

    private async remove(path: string): Promise<void> {
        await this.refuseUnseen(path);
        for (const folder of foldersOf(path)) {
            await this.enterFolder(folder);
        }
        await this.inFolderOf(path, place => fs.unlink(place));
    }

    private async refuseUnseen(path: string): Promise<void> {
        if (isLeftOut(this.present, path)) {
            throw new Refusal(NOT_KEPT);
        }
        if (!(await this.world.isAsSeen(path, this.present.files.get(path)))) {
            throw new Refusal(CHANGED_MEANWHILE);
        }
    }

    /** Makes sure that it is a folder in which we may write, for now. */
    private async enterFolder(path: string): Promise<void> {
        const stat = await this.inFolderOf(path, place => fs.lstat(place).catch(() => undefined));
        if (!stat) {
            await this.inFolderOf(path, place => fs.mkdir(place));
            await this.setMode(path, (this.target.folders.get(path) ?? 0o755) | 0o700);
            this.opened.set(path, this.target.folders.get(path) ?? 0o755);
        } else if (!stat.isDirectory()) {
            throw new Refusal(IN_THE_WAY);
        } else if ((stat.mode & 0o700) !== 0o700) {
            this.opened.set(path, stat.mode & 0o777);
            await this.setMode(path, (stat.mode & 0o777) | 0o700);
        }
    }

    /** That something else is in its place was told when it was entered. */
    private async setFolder(path: string, permissions: number): Promise<void> {
        const stat = await this.inFolderOf(path, place => fs.lstat(place));
        if (stat.isDirectory()) {
            await this.setMode(path, permissions);
        }
    }

    /** Of a folder; fails where it is something else. */
    private async setMode(path: string, permissions: number): Promise<void> {
        const held = HeldFolder.open(this.world.folder, path);
        try {
            await fs.chmod(held.at(''), permissions);
        } finally {
            held.close();
        }
    }

    private inFolderOf<T>(path: string, work: (place: Buffer, held: HeldFolder) => Promise<T>): Promise<T> {
        return inFolderOf(this.world.folder, path, (held, name) => work(held.at(name), held));
    }

    private async attempt(path: string, work: () => Promise<void>, counts = true): Promise<void> {
        try {
            await work();
            this.restored += counts ? 1 : 0;
        } catch (error) {
            this.problems.push({ path: shownPath(path), why: reasonOf(error) });
        }
    }
}

/** Whether the name is one that only a restore gives, to what it has not finished. */
export function isUnfinished(path: string): boolean {
    return UNFINISHED_NAME.test(path);
}

/** Said to the person; not a mistake of ours. */
class Refusal extends Error {}

function reasonOf(error: unknown): string {
    if (error instanceof Refusal) {
        return error.message;
    }
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ELOOP' || code === 'ENOTDIR') {
        return IN_THE_WAY;
    }
    return code ? `The system refused it (${code}).` : 'It could not be done.';
}

/** Its permissions are those of what was written, also where something else has its name by then. */
async function writeNew(path: Buffer, content: Buffer, permissions: number): Promise<void> {
    const file = await fs.open(path, 'wx', 0o600);
    try {
        await file.writeFile(content);
        await file.chmod(permissions);
    } finally {
        await file.close();
    }
}

import { CheckpointErrors } from '../common/checkpoint-errors';
import { ChangeDetail, ChangesOf, FileChange, Hunk } from '../common/checkpoint-protocol';
import { CheckpointHistory } from '../domain/checkpoint-history';
import { HunkedFile, HunkInPlace } from '../domain/hunks';
import { Difference, differences, KeptFile, sameFile, Snapshot } from '../domain/snapshot';
import { FolderKeeper } from './folder-keeper';
import { Look } from './folder-looker';
import { shownPath } from './path-bytes';
import { ReviewMarks } from './review-marks';

const MAX_FILES = 1_000;
const MAX_HUNKS = 200;
const MAX_LINES = 4_000;
/** Larger files are shown as changed, without lines, in bytes. */
const MAX_SHOWN_BYTES = 1024 * 1024;
/** Files whose lines are counted at once; the rest of a long list is shown without. */
const MAX_COUNTED_FILES = 300;
/** How many files are in memory at once. */
const BATCH_FILES = 50;
const CONTEXT_LINES = 3;

/** Two moments, and now. */
interface Span {
    readonly before: Snapshot;
    readonly after: Snapshot;
    readonly now: Snapshot;
    readonly beforeCheckpointId?: string;
    readonly afterCheckpointId?: string;
}

/** A file in a span. */
interface SpannedFile extends Difference {
    readonly now?: KeptFile;
}

/** What a turn, or the whole session, changed: for the eye, and to be taken out again. */
export class ChangeReview {
    constructor(
        private readonly keeper: FolderKeeper,
        private readonly marks: ReviewMarks,
        private readonly history: () => Promise<CheckpointHistory>,
        /** Holds a look as a checkpoint of the session, so that a page can read from it. */
        private readonly heldNow: () => Promise<{ checkpointId: string; look: Look }>
    ) {}

    async list(of: ChangesOf): Promise<{ changes: FileChange[]; fileCount: number }> {
        const span = await this.spanOf(of);
        const files = spannedFiles(span);
        const shown = files.slice(0, MAX_FILES);
        const accepted = await this.marks.all();
        const changes: FileChange[] = [];
        for (let at = 0; at < Math.min(shown.length, MAX_COUNTED_FILES); at += BATCH_FILES) {
            const batch = shown.slice(at, Math.min(at + BATCH_FILES, MAX_COUNTED_FILES));
            const contents = await this.contentsOf(batch);
            changes.push(...batch.map(file => describe(span, file, contents, accepted)));
        }
        const others = shown.slice(changes.length).map(file => describe(span, file, undefined, accepted));
        return { changes: [...changes, ...others], fileCount: files.length };
    }

    async read(of: ChangesOf, path: string): Promise<ChangeDetail> {
        const { span, file, contents } = await this.fileOf(of, path);
        const accepted = await this.marks.all();
        const change = describe(span, file, contents, accepted);
        const hunked = change.opaque ? undefined : hunkedFile(file, contents);
        const hunks = hunked?.hunks.map(hunk => shownHunk(path, hunked, hunk, accepted)) ?? [];
        return {
            change,
            hunks: withinLines(hunks.slice(0, MAX_HUNKS)),
            moreHunks: hunks.length - withinLines(hunks.slice(0, MAX_HUNKS)).length,
            shown: shownName(file.now)
        };
    }

    /** Fails with `checkpoint.file-changed`, `checkpoint.cannot-revert`, `checkpoint.change-not-found`. */
    async revertFile(of: ChangesOf & { fileId: string; shown: string }): Promise<void> {
        const { span, file, contents } = await this.fileOf(of, of.fileId);
        refuseOther(file, of.shown);
        if (sameFile(file.now, file.after)) {
            await this.put(file, file.before, span.before);
            return;
        }
        const hunked = hunkedFile(file, contents);
        const text = file.before && file.now ? hunked?.withoutAll() : undefined;
        if (text === undefined) {
            throw CheckpointErrors.cannotRevert({ path: shownPath(file.path) });
        }
        await this.put(file, file.now, span.before, Buffer.from(text, 'latin1'));
    }

    /** Fails as {@link revertFile}. */
    async revertHunk(of: ChangesOf & { fileId: string; hunkId: string; shown: string }): Promise<void> {
        const { span, file, contents } = await this.fileOf(of, of.fileId);
        refuseOther(file, of.shown);
        const hunked = hunkedFile(file, contents);
        const hunk = hunked?.hunks.find(each => hunkIdOf(file.path, hunked, each) === of.hunkId);
        if (!hunked || !hunk) {
            throw CheckpointErrors.changeNotFound();
        }
        const text = file.now ? hunked.withoutHunk(hunk) : undefined;
        if (text === undefined || !file.now) {
            throw CheckpointErrors.cannotRevert({ path: shownPath(file.path) });
        }
        await this.put(file, file.now, span.before, Buffer.from(text, 'latin1'));
    }

    async accept(of: ChangesOf & { fileId: string; hunkId?: string; accepted: boolean }): Promise<void> {
        const { file, contents } = await this.fileOf(of, of.fileId);
        const hunked = hunkedFile(file, contents);
        const hunkIds = hunked?.hunks.map(hunk => hunkIdOf(file.path, hunked, hunk)) ?? [];
        if (of.hunkId === undefined) {
            await this.marks.set([fileMark(file), ...hunkIds], of.accepted);
            return;
        }
        if (!hunkIds.includes(of.hunkId)) {
            throw CheckpointErrors.changeNotFound();
        }
        await this.marks.set([of.hunkId], of.accepted);
        const all = await this.marks.all();
        await this.marks.set(
            [fileMark(file)],
            hunkIds.every(id => all.has(id))
        );
    }

    private async put(
        file: SpannedFile,
        wanted: KeptFile | undefined,
        target: Snapshot,
        content?: Buffer
    ): Promise<void> {
        const { problems } = await this.keeper.restoreFile(file.path, { wanted, shown: file.now, content }, target);
        if (problems.length > 0) {
            throw CheckpointErrors.fileChanged({ path: shownPath(file.path) });
        }
    }

    private async fileOf(of: ChangesOf, path: string) {
        const span = await this.spanOf(of);
        const file = spannedFiles(span).find(each => each.path === path);
        if (!file) {
            throw CheckpointErrors.changeNotFound();
        }
        return { span, file, contents: await this.contentsOf([file]) };
    }

    private async spanOf({ turnId }: ChangesOf): Promise<Span> {
        const history = await this.history();
        const { checkpointId, look } = await this.heldNow();
        const now = look.snapshot;
        if (turnId === undefined) {
            const before = history.first;
            return before === undefined
                ? { before: now, after: now, now }
                : { ...(await this.from(before)), after: now, now, afterCheckpointId: checkpointId };
        }
        const turn = history.turns.find(each => each.turnId === turnId);
        if (!turn) {
            throw CheckpointErrors.turnNotFound();
        }
        if (turn.before === undefined) {
            throw CheckpointErrors.gone();
        }
        const after = turn.after === undefined ? now : (await this.keeper.recall(turn.after)).snapshot;
        return { ...(await this.from(turn.before)), after, now, afterCheckpointId: turn.after ?? checkpointId };
    }

    private async from(beforeCheckpointId: string): Promise<{ before: Snapshot; beforeCheckpointId: string }> {
        return { before: (await this.keeper.recall(beforeCheckpointId)).snapshot, beforeCheckpointId };
    }

    private async contentsOf(files: readonly SpannedFile[]): Promise<ReadonlyMap<string, Buffer>> {
        const oids = files.flatMap(({ before, after, now }) => [before?.oid ?? [], after?.oid ?? [], now?.oid ?? []]);
        return this.keeper.readSmallContents(oids.flat(), MAX_SHOWN_BYTES);
    }
}

function spannedFiles({ before, after, now }: Span): SpannedFile[] {
    return differences(before, after).map(each => ({ ...each, now: now.files.get(each.path) }));
}

function describe(
    span: Span,
    file: SpannedFile,
    /** Undefined where its lines are not counted. */
    contents: ReadonlyMap<string, Buffer> | undefined,
    accepted: ReadonlySet<string>
): FileChange {
    const { path, before, after } = file;
    const opaque = contents && opacityOf(file, contents);
    const hunked = contents && hunkedFile(file, contents);
    return {
        fileId: path,
        path: shownPath(path),
        status: !before ? 'added' : after ? 'modified' : 'removed',
        onlyMode: before && after && before.oid === after.oid && before.kind === after.kind ? true : undefined,
        addedLines: hunked?.hunks.reduce((sum, hunk) => sum + hunk.change.afterCount, 0),
        removedLines: hunked?.hunks.reduce((sum, hunk) => sum + hunk.change.beforeCount, 0),
        opaque,
        state: stateOf(file, hunked),
        accepted: accepted.has(fileMark(file)),
        beforeCheckpointId: before && span.beforeCheckpointId,
        afterCheckpointId: after && span.afterCheckpointId
    };
}

function stateOf({ before, after, now }: SpannedFile, hunked: HunkedFile | undefined): FileChange['state'] {
    if (sameFile(now, before)) {
        return 'reverted';
    }
    if (sameFile(now, after) || (now && before && hunked?.hunks.every(hunk => hunk.state !== 'changed'))) {
        return 'applied';
    }
    return 'changed';
}

/** What is larger than is shown has no content in `contents`. */
function opacityOf(
    { before, after, now }: SpannedFile,
    contents: ReadonlyMap<string, Buffer>
): FileChange['opaque'] | undefined {
    const files = [before, after, now].filter(file => file !== undefined);
    if (files.some(file => file.kind === 'link')) {
        return 'link';
    }
    const all = files.map(file => contents.get(file.oid)).filter(content => content !== undefined);
    if (all.length < files.length) {
        return 'large';
    }
    return all.some(content => content.subarray(0, 8_000).includes(0)) ? 'binary' : undefined;
}

/** Undefined where its lines cannot be told apart. */
function hunkedFile(file: SpannedFile, contents: ReadonlyMap<string, Buffer>): HunkedFile | undefined {
    if (opacityOf(file, contents)) {
        return undefined;
    }
    const text = (kept: KeptFile | undefined): string => (kept && contents.get(kept.oid)?.toString('latin1')) ?? '';
    return new HunkedFile(text(file.before), text(file.after), text(file.now));
}

function shownHunk(path: string, file: HunkedFile, hunk: HunkInPlace, accepted: ReadonlySet<string>): Hunk {
    const { beforeStart, beforeCount, afterStart, afterCount } = hunk.change;
    const hunkId = hunkIdOf(path, file, hunk);
    const contextStart = Math.max(0, afterStart - CONTEXT_LINES);
    const afterEnd = afterStart + afterCount;
    return {
        hunkId,
        beforeLine: beforeStart - (afterStart - contextStart) + 1,
        afterLine: contextStart + 1,
        lines: [
            ...linesOf('same', file.after.slice(contextStart, afterStart)),
            ...linesOf('removed', file.before.slice(beforeStart, beforeStart + beforeCount)),
            ...linesOf('added', file.after.slice(afterStart, afterEnd)),
            ...linesOf('same', file.after.slice(afterEnd, afterEnd + CONTEXT_LINES))
        ],
        state: hunk.state,
        accepted: accepted.has(hunkId)
    };
}

function linesOf(kind: Hunk['lines'][number]['kind'], lines: readonly string[]): Hunk['lines'] {
    return lines.map(line => ({ kind, text: shownPath(line.replace(/\r?\n$/, '')) }));
}

/** Not so many lines that nobody could look at them. */
function withinLines(hunks: readonly Hunk[]): Hunk[] {
    let lines = 0;
    return hunks.filter((hunk, index) => (lines += hunk.lines.length) <= MAX_LINES || index === 0);
}

/** Names a hunk by what it is and where, so that it is the same one only while nothing of it changed. */
function hunkIdOf(path: string, file: HunkedFile, { change }: HunkInPlace): string {
    const { beforeStart, beforeCount, afterStart, afterCount } = change;
    return ReviewMarks.of(
        path,
        `${beforeStart}`,
        file.before.slice(beforeStart, beforeStart + beforeCount).join(''),
        file.after.slice(afterStart, afterStart + afterCount).join('')
    );
}

function fileMark({ path, before, after }: SpannedFile): string {
    return ReviewMarks.of(path, shownName(before), shownName(after));
}

/** Names what a file is; empty for none. */
function shownName(file: KeptFile | undefined): string {
    return file ? `${file.kind}-${file.permissions.toString(8)}-${file.oid}` : '';
}

function refuseOther(file: SpannedFile, shown: string): void {
    if (shownName(file.now) !== shown) {
        throw CheckpointErrors.fileChanged({ path: shownPath(file.path) });
    }
}

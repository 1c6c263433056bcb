import { createHash, randomUUID } from 'node:crypto';
import { CheckpointErrors } from '../common/checkpoint-errors';
import { RewindFile, RewindPreview, RewindResult, RewindScope } from '../common/checkpoint-protocol';
import { CheckpointHistory, KeptRewind, KeptTurn } from '../domain/checkpoint-history';
import { changesBetween, splitLines } from '../domain/line-changes';
import { Difference, differences, isLeftOut, LeftOut, Snapshot } from '../domain/snapshot';
import { SessionGround } from '../../conversation/host/conversation-api';
import { FolderKeeper } from './folder-keeper';
import { Look } from './folder-looker';
import { shownPath } from './path-bytes';

const MAX_FILES = 1_000;
const MAX_LEFT = 100;
/** Files whose lines are counted; the others are listed without. */
const MAX_COUNTED_FILES = 200;
const MAX_COUNTED_BYTES = 512 * 1024;

const WHY_LEFT: Record<LeftOut, string> = {
    ignored: 'It is ignored.',
    big: 'It is too big to be kept.',
    unreadable: 'It cannot be read.',
    special: 'It is no ordinary file.',
    elsewhere: 'It is on another file system, or belongs to Dispatch.'
};

/** Where a rewind leads. */
interface Aim {
    readonly scope: RewindScope;
    readonly checkpointId?: string;
    readonly keptAtMs?: number;
    readonly messageCount: number;
    /** The turns whose changes go. */
    readonly turns: readonly KeptTurn[];
}

/** Going back in one session, and forward again. */
export class SessionRewind {
    constructor(
        private readonly ground: SessionGround,
        private readonly keeper: FolderKeeper,
        private readonly history: () => Promise<CheckpointHistory>
    ) {}

    async preview(toMessageId: string, scope: RewindScope): Promise<RewindPreview> {
        return this.previewOf(this.aimAtMessage(await this.history(), toMessageId, scope));
    }

    async previewUndo(rewindId: string): Promise<RewindPreview> {
        return this.previewOf(this.aimAtUndo(await this.history(), rewindId).aim);
    }

    /** Fails with `claude.working`, `checkpoint.gone`, `checkpoint.files-changed`; then nothing was done. */
    rewind(toMessageId: string, scope: RewindScope, shown: string): Promise<RewindResult> {
        return this.ground.whileQuiet(async () => {
            const aim = this.aimAtMessage(await this.history(), toMessageId, scope);
            const { undoCheckpointId, restored, problems } = await this.restore(aim, shown);
            const rewindId = randomUUID();
            const { checkpointId } = aim;
            await this.ground.recorder.record({
                type: 'rewound',
                rewindId,
                toMessageId,
                scope,
                checkpointId,
                undoCheckpointId
            });
            return { rewindId, restored, problems };
        });
    }

    /** Fails as {@link rewind} does, and with `checkpoint.undo-too-late`. */
    undo(rewindId: string, shown: string): Promise<RewindResult> {
        return this.ground.whileQuiet(async () => {
            const { aim } = this.aimAtUndo(await this.history(), rewindId);
            const { restored, problems } = await this.restore(aim, shown);
            await this.ground.recorder.record({ type: 'rewind-undone', rewindId });
            return { rewindId, restored, problems };
        });
    }

    private aimAtMessage(history: CheckpointHistory, toMessageId: string, scope: RewindScope): Aim {
        const turn = history.turnOf(toMessageId);
        if (!turn || turn.rewoundBy !== undefined) {
            throw CheckpointErrors.messageNotFound();
        }
        if (scope !== 'conversation' && turn.before === undefined) {
            throw CheckpointErrors.gone();
        }
        const turns = history.turnsFrom(toMessageId);
        return {
            scope,
            checkpointId: scope === 'conversation' ? undefined : turn.before,
            keptAtMs: scope === 'conversation' ? undefined : turn.beforeAtMs,
            messageCount: scope === 'files' ? 0 : turns.flatMap(each => each.messageIds).length,
            turns
        };
    }

    private aimAtUndo(history: CheckpointHistory, rewindId: string): { aim: Aim; rewind: KeptRewind } {
        const rewind = history.rewinds.find(each => each.rewindId === rewindId);
        if (!rewind || rewind.undone) {
            throw CheckpointErrors.rewindNotFound();
        }
        if (rewind.scope !== 'files' && rewind.overtaken) {
            throw CheckpointErrors.undoTooLate();
        }
        const { scope, undoCheckpointId: checkpointId, atMs } = rewind;
        const keptAtMs = checkpointId === undefined ? undefined : atMs;
        return { rewind, aim: { scope, checkpointId, keptAtMs, messageCount: 0, turns: [] } };
    }

    private async previewOf(aim: Aim): Promise<RewindPreview> {
        const { messageCount, keptAtMs } = aim;
        const othersAtWork = this.keeper.othersAtWork(this.ground.context.info.id);
        if (aim.checkpointId === undefined) {
            return { files: [], fileCount: 0, left: [], messageCount, othersAtWork, shown: '' };
        }
        const target = await this.keeper.recall(aim.checkpointId);
        const present = await this.keeper.look();
        const all = differences(target.snapshot, present.snapshot);
        const doable = all.filter(each => !isLeftOut(present.snapshot, each.path));
        return {
            files: await this.filesOf(doable.slice(0, MAX_FILES), await this.changedElsewhere(aim, present)),
            fileCount: doable.length,
            left: leftFiles(target.snapshot, present.snapshot).slice(0, MAX_LEFT),
            messageCount,
            keptAtMs,
            othersAtWork,
            shown: nameOf(present)
        };
    }

    /** Keeps what is there, then makes the files what they were. */
    private async restore(
        aim: Aim,
        shown: string
    ): Promise<Omit<RewindResult, 'rewindId'> & { undoCheckpointId?: string }> {
        if (aim.checkpointId === undefined) {
            return { restored: 0, problems: [] };
        }
        const { context, recorder } = this.ground;
        const target = await this.keeper.recall(aim.checkpointId);
        const { checkpointId, look } = await this.keeper.keep(context.info.id);
        if (nameOf(look) !== shown) {
            throw CheckpointErrors.filesChanged();
        }
        await recorder.record({
            type: 'checkpoint-made',
            checkpointId,
            reason: 'before-rewind',
            changedFiles: differences(target.snapshot, look.snapshot).length,
            skippedFiles: look.snapshot.leftOut.size
        });
        const { restored, problems } = await this.keeper.restore(target.snapshot, look);
        return { undoCheckpointId: checkpointId, restored, problems: problems.slice(0, MAX_LEFT) };
    }

    /** Files that changed while no turn of this session was under way. */
    private async changedElsewhere({ turns }: Aim, present: Look): Promise<ReadonlySet<string>> {
        const paths = new Set<string>();
        for (const [index, { after }] of turns.entries()) {
            const next = turns[index + 1]?.before;
            if (after === undefined || (index + 1 < turns.length && next === undefined)) {
                continue;
            }
            // what is not kept any more cannot be told from anything
            const [from, to] = await Promise.all([this.find(after), next === undefined ? present : this.find(next)]);
            if (from && to && from.commit !== to.commit) {
                differences(from.snapshot, to.snapshot).forEach(each => paths.add(each.path));
            }
        }
        return paths;
    }

    private async find(checkpointId: string): Promise<Look | undefined> {
        return (await this.keeper.has(checkpointId)) ? this.keeper.recall(checkpointId) : undefined;
    }

    private async filesOf(changes: readonly Difference[], elsewhere: ReadonlySet<string>): Promise<RewindFile[]> {
        const counted = changes.slice(0, MAX_COUNTED_FILES);
        const oids = counted.flatMap(({ before, after }) => [before?.oid ?? [], after?.oid ?? []]).flat();
        const contents = await this.keeper.readSmallContents(oids, MAX_COUNTED_BYTES);
        return changes.map((change, index) => ({
            fileId: change.path,
            path: shownPath(change.path),
            action: !change.before ? 'remove' : change.after ? 'change' : 'bring-back',
            elsewhere: elsewhere.has(change.path),
            ...(index < counted.length ? lineCounts(change, contents) : {})
        }));
    }
}

/** Files that are not as they were, and that a rewind cannot touch. */
function leftFiles(target: Snapshot, present: Snapshot): { path: string; why: string }[] {
    return [...present.leftOut]
        .filter(([path, why]) => why !== 'ignored' && (target.files.has(path) || !target.leftOut.has(path)))
        .map(([path, why]) => ({ path: shownPath(path), why: WHY_LEFT[why] }));
}

/** Lines that a rewind brings and takes; nothing where there are none to count. */
function lineCounts(
    { before, after }: Difference,
    contents: ReadonlyMap<string, Buffer>
): { addedLines?: number; removedLines?: number } {
    const [wanted, present] = [before, after].map(file => (file ? contents.get(file.oid) : Buffer.alloc(0)));
    if (!wanted || !present || !isText(wanted) || !isText(present)) {
        return {};
    }
    const changes = changesBetween(splitLines(present.toString('latin1')), splitLines(wanted.toString('latin1')));
    return {
        addedLines: changes.reduce((sum, change) => sum + change.afterCount, 0),
        removedLines: changes.reduce((sum, change) => sum + change.beforeCount, 0)
    };
}

function isText(content: Buffer): boolean {
    return content.length <= MAX_COUNTED_BYTES && !content.subarray(0, 8_000).includes(0);
}

/** Names a state of the folder. */
function nameOf({ commit }: Look): string {
    return createHash('sha256').update(commit).digest('hex').slice(0, 40);
}

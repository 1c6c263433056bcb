import { randomUUID } from 'node:crypto';
import type { ClaudeEventBody } from '../../conversation/common/claude-events';
import { CheckpointErrors } from '../common/checkpoint-errors';
import { RewindPreview, RewindResult, RewindScope, RewindSettlement } from '../common/checkpoint-protocol';
import { BegunRewind, CheckpointHistory, KeptRewind } from '../domain/checkpoint-history';
import { differences, isBetween, Snapshot } from '../domain/snapshot';
import { SessionGround } from '../../conversation/host/conversation-api';
import { isUnfinished } from './file-restorer';
import { Checkpoint, FolderKeeper, Restored } from './folder-keeper';
import { Aim, nameOf, RewindPreviewer } from './rewind-preview';

/** How many problems are told. */
const MAX_LEFT = 100;

/** What is recorded before the first file changes, but for the checkpoints. */
type Begun = Pick<BegunRewind, 'rewindId' | 'toMessageId' | 'undoes'>;

/** Going back in one session, and forward again. */
export class SessionRewind {
    private readonly previewer: RewindPreviewer;
    private pinned: readonly string[] = [];

    constructor(
        private readonly ground: SessionGround,
        private readonly keeper: FolderKeeper,
        private readonly history: () => Promise<CheckpointHistory>
    ) {
        const { openRewind } = ground.recorder.conversation;
        this.previewer = new RewindPreviewer(ground.context.info.id, keeper);
        this.pinOnly(openRewind?.checkpointIds ?? []);
    }

    async preview(toMessageId: string, scope: RewindScope): Promise<RewindPreview> {
        return this.previewer.previewOf(this.aimAtMessage(await this.history(), toMessageId, scope));
    }

    async previewUndo(rewindId: string): Promise<RewindPreview> {
        return this.previewer.previewOf(this.aimAtUndo(await this.history(), rewindId).aim);
    }

    /** Fails with `claude.working`, `checkpoint.gone`, `checkpoint.files-changed`; then nothing was done. */
    rewind(toMessageId: string, scope: RewindScope, shown: string): Promise<RewindResult> {
        return this.whileQuiet(async () => {
            const aim = this.aimAtMessage(await this.history(), toMessageId, scope);
            const rewindId = randomUUID();
            const { undoCheckpointId, restored, problems } = await this.restore(aim, shown, { rewindId, toMessageId });
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
        return this.whileQuiet(async () => {
            const { aim, rewind } = this.aimAtUndo(await this.history(), rewindId);
            const { toMessageId } = rewind;
            const { restored, problems } = await this.restore(aim, shown, { rewindId, toMessageId, undoes: true });
            await this.ground.recorder.record({ type: 'rewind-undone', rewindId });
            return { rewindId, restored, problems };
        });
    }

    /** What finishing a rewind that broke off would do, or taking it back. Fails with `checkpoint.rewind-not-found`. */
    async previewSettlement(rewindId: string, how: 'finish' | 'back'): Promise<RewindPreview> {
        const begun = brokenOff(await this.history(), rewindId);
        return this.previewer.previewOf(aimOf(begun, how));
    }

    /** Ends a rewind that broke off. Fails as {@link rewind} does, and with `checkpoint.rewind-not-found`. */
    settle(rewindId: string, how: RewindSettlement, shown?: string): Promise<RewindResult> {
        return this.whileQuiet(async () => {
            const begun = brokenOff(await this.history(), rewindId);
            const nothing: Restored = { restored: 0, problems: [] };
            const { restored, problems } = how === 'leave' ? nothing : await this.goTo(begun, how, shown);
            await this.ground.recorder.record(endOf(begun, how));
            return { rewindId, restored, problems: problems.slice(0, MAX_LEFT) };
        });
    }

    /** From wherever the files are to one end or the other. What nobody has seen stays as it is. */
    private async goTo(begun: BegunRewind, how: 'finish' | 'back', shown?: string): Promise<Restored> {
        const [target, origin] = await Promise.all(
            how === 'finish'
                ? [this.keeper.recall(begun.checkpointId), this.keeper.recall(begun.undoCheckpointId)]
                : [this.keeper.recall(begun.undoCheckpointId), this.keeper.recall(begun.checkpointId)]
        );
        if (shown !== undefined) {
            return this.keeper.restore(target.snapshot, (await this.keepAsShown(target.snapshot, shown)).look);
        }
        const present = await this.keeper.look();
        if (!isBetween(present.snapshot, [target.snapshot, origin.snapshot], isUnfinished)) {
            throw CheckpointErrors.filesChanged();
        }
        return this.keeper.restore(target.snapshot, present);
    }

    private aimAtMessage(history: CheckpointHistory, toMessageId: string, scope: RewindScope): Aim {
        refuseWhileOpen(history);
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
        refuseWhileOpen(history);
        const rewind = history.rewinds.find(each => each.rewindId === rewindId);
        if (!rewind || rewind.undone) {
            throw CheckpointErrors.rewindNotFound();
        }
        if (rewind.overtaken || rewind !== history.lastRewind) {
            throw CheckpointErrors.undoTooLate();
        }
        const { scope, undoCheckpointId: checkpointId, atMs } = rewind;
        const keptAtMs = checkpointId === undefined ? undefined : atMs;
        return { rewind, aim: { scope, checkpointId, keptAtMs, messageCount: 0, turns: [] } };
    }

    /** Keeps what is there, then makes the files what they were. */
    private async restore(
        { checkpointId, scope }: Aim,
        shown: string,
        begun: Begun
    ): Promise<Omit<RewindResult, 'rewindId'> & { undoCheckpointId?: string }> {
        if (checkpointId === undefined || scope === 'conversation') {
            return { restored: 0, problems: [] };
        }
        const { recorder } = this.ground;
        this.pinOnly([checkpointId]);
        const target = await this.keeper.recall(checkpointId);
        const { checkpointId: undoCheckpointId, look } = await this.keepAsShown(target.snapshot, shown);
        const begin = (): Promise<void> =>
            recorder.record({ type: 'rewind-begun', ...begun, scope, checkpointId, undoCheckpointId });
        try {
            const { restored, problems } = await this.keeper.restore(target.snapshot, look, begin);
            return { undoCheckpointId, restored, problems: problems.slice(0, MAX_LEFT) };
        } catch (error) {
            await this.tellBrokenOff(begun.rewindId);
            throw error;
        }
    }

    /** Fails with `checkpoint.files-changed` when it is not what was shown. */
    private async keepAsShown(target: Snapshot, shown: string): Promise<Checkpoint> {
        const { context, recorder } = this.ground;
        const made = await this.keeper.keep(context.info.id);
        const { checkpointId, look } = made;
        if (nameOf(look) !== shown) {
            throw CheckpointErrors.filesChanged();
        }
        await recorder.record({
            type: 'checkpoint-made',
            checkpointId,
            reason: 'before-rewind',
            changedFiles: differences(target, look.snapshot).length,
            skippedFiles: look.snapshot.leftOut.size
        });
        return made;
    }

    /** What a rewind needs that broke off stays pinned until it is settled. */
    private whileQuiet<T>(work: () => Promise<T>): Promise<T> {
        return this.ground.whileQuiet(async () => {
            try {
                return await work();
            } finally {
                this.pinOnly(this.ground.recorder.conversation.openRewind?.checkpointIds ?? []);
            }
        });
    }

    private pinOnly(checkpointIds: readonly string[]): void {
        this.keeper.unpin(this.pinned);
        this.keeper.pin(checkpointIds);
        this.pinned = checkpointIds;
    }

    /** The log says itself when it is broken. */
    private async tellBrokenOff(rewindId: string): Promise<void> {
        const { recorder } = this.ground;
        if (recorder.conversation.openRewind?.rewindId === rewindId) {
            await recorder.record({ type: 'rewind-interrupted', rewindId }).catch(() => undefined);
        }
    }
}

function refuseWhileOpen({ begun }: CheckpointHistory): void {
    if (begun) {
        throw CheckpointErrors.rewindOpen();
    }
}

/** The rewind that broke off. While one is under way nothing else is quiet, so what has no end broke off. */
function brokenOff({ begun }: CheckpointHistory, rewindId: string): BegunRewind {
    if (begun?.rewindId !== rewindId) {
        throw CheckpointErrors.rewindNotFound();
    }
    return begun;
}

function aimOf({ scope, checkpointId, undoCheckpointId }: BegunRewind, how: 'finish' | 'back'): Aim {
    return { scope, checkpointId: how === 'finish' ? checkpointId : undoCheckpointId, messageCount: 0, turns: [] };
}

/** How it is recorded that a rewind which broke off has come to an end. */
function endOf(begun: BegunRewind, how: RewindSettlement): ClaudeEventBody {
    const { rewindId, toMessageId, scope, undoes, checkpointId, undoCheckpointId } = begun;
    if (how !== 'finish') {
        return { type: 'rewind-abandoned', rewindId, files: how === 'back' ? 'back' : 'left' };
    }
    return undoes
        ? { type: 'rewind-undone', rewindId }
        : { type: 'rewound', rewindId, toMessageId, scope, checkpointId, undoCheckpointId };
}

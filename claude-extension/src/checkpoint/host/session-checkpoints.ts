import { RpcService } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { asDispatchError, DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { SessionGround, SessionPart } from '../../conversation/host/conversation-api';
import { CheckpointErrors } from '../common/checkpoint-errors';
import { CheckpointRpc } from '../common/checkpoint-protocol';
import { CheckpointHistory } from '../domain/checkpoint-history';
import { differences, Snapshot } from '../domain/snapshot';
import { ChangeReview } from './change-review';
import { Checkpoint, FolderKeeper } from './folder-keeper';
import { ReviewMarks } from './review-marks';
import { SessionRewind } from './session-rewind';

/** How long the files before a turn are waited for, in ms; only the first time in a large folder takes long. */
const BEFORE_TURN_MS = 60_000;
/** How long those after it are waited for. */
const AFTER_TURN_MS = 15_000;
/** The largest content that is given out for a comparison, in bytes. */
const MAX_READ_BYTES = 4 * 1024 * 1024;

/** The checkpoints of one session: around each turn, by hand, before going back. */
export class SessionCheckpoints implements SessionPart {
    private readonly review: ChangeReview;
    private readonly rewind: SessionRewind;
    private turnStart: { turnId: string; snapshot: Snapshot } | undefined;
    private last: Checkpoint | undefined;
    private workDone: () => void = () => undefined;
    /** What was told to the person last, so that it is not told before every turn. */
    private complaint: string | undefined;

    constructor(
        private readonly ground: SessionGround,
        private readonly keeper: FolderKeeper,
        private readonly isEnabled: () => boolean
    ) {
        const history = async (): Promise<CheckpointHistory> => CheckpointHistory.of(await ground.recorder.history());
        this.review = new ChangeReview(keeper, new ReviewMarks(ground.context.storageFolder), history, () =>
            this.heldNow()
        );
        this.rewind = new SessionRewind(ground, keeper, history);
        ground.surfaces.serve(CheckpointRpc, this.service);
    }

    /** Files are half of what they were: nothing is built on them. */
    refusal(): DispatchError | undefined {
        const { openRewind } = this.ground.recorder.conversation;
        return openRewind?.interrupted ? CheckpointErrors.rewindOpen() : undefined;
    }

    /** The turn goes on when the files are safe: whatever Claude does, it can be taken back. */
    async beforeTurn(turnId: string, signal: AbortSignal): Promise<void> {
        this.turnStart = undefined;
        this.workDone = this.keeper.working(this.sessionId);
        const made = this.isEnabled() ? await this.keep(BEFORE_TURN_MS, signal) : undefined;
        if (made) {
            const changed = this.last ? differences(this.last.look.snapshot, made.look.snapshot).length : 0;
            this.turnStart = { turnId, snapshot: made.look.snapshot };
            await this.record(made, 'turn-start', changed, turnId);
        }
    }

    async afterTurn(turnId: string): Promise<void> {
        this.workDone();
        const { turnStart } = this;
        if (turnStart?.turnId === turnId) {
            const made = await this.keep(AFTER_TURN_MS);
            if (made) {
                const changed = differences(turnStart.snapshot, made.look.snapshot).length;
                await this.record(made, 'turn-end', changed, turnId);
            }
        }
        this.turnStart = undefined;
    }

    async close(): Promise<void> {
        this.workDone();
        await this.keeper.idle();
    }

    /** Older checkpoints had to go. */
    async tellDropped(count: number): Promise<void> {
        await this.notice(
            `${count} older checkpoints of this session were removed to make room. Rewinding the files further back is not possible.`
        );
    }

    /** Undefined, with a notice, when the files could not be kept. Never rejects. */
    private async keep(waitMs: number, signal?: AbortSignal): Promise<Checkpoint | undefined> {
        try {
            const made = await orTooSlow(this.keeper.keep(this.sessionId), waitMs, signal);
            this.complaint = undefined;
            return made;
        } catch (error) {
            if (!signal?.aborted) {
                this.ground.context.log.warn('checkpoint.not-made', { error });
                await this.complain(asDispatchError(error).message);
            }
            return undefined;
        }
    }

    private async complain(message: string): Promise<void> {
        if (this.complaint !== message) {
            this.complaint = message;
            await this.notice(`No checkpoint was made: ${message} The files of this turn cannot be rewound.`);
        }
    }

    /** The log says itself when it is broken. */
    private async notice(text: string): Promise<void> {
        await this.ground.recorder.record({ type: 'notice', level: 'warning', text }).catch(() => undefined);
    }

    private async record(
        made: Checkpoint,
        reason: 'turn-start' | 'turn-end' | 'manual',
        changedFiles: number,
        turnId?: string
    ): Promise<void> {
        this.last = made;
        const { checkpointId, look } = made;
        const skippedFiles = look.snapshot.leftOut.size;
        await this.ground.recorder
            .record({ type: 'checkpoint-made', checkpointId, reason, turnId, changedFiles, skippedFiles })
            .catch(() => undefined);
    }

    /** The files as they are now, held so that a page can read from them. A checkpoint that is the same is taken again. */
    private async heldNow(): Promise<Checkpoint> {
        const look = await this.keeper.look();
        if (this.last?.look.commit !== look.commit) {
            this.last = await this.keeper.keep(this.sessionId);
        }
        return this.last;
    }

    private get sessionId(): string {
        return this.ground.context.info.id;
    }

    private readonly service: RpcService<typeof CheckpointRpc> = {
        makeCheckpoint: async () => {
            const made = await this.keeper.keep(this.sessionId);
            const changed = this.last ? differences(this.last.look.snapshot, made.look.snapshot).length : 0;
            await this.record(made, 'manual', changed);
            return { checkpointId: made.checkpointId };
        },
        previewRewind: ({ toMessageId, scope }) => this.rewind.preview(toMessageId, scope),
        rewind: ({ toMessageId, scope, shown }) => this.rewind.rewind(toMessageId, scope, shown),
        previewUndo: ({ rewindId }) => this.rewind.previewUndo(rewindId),
        undoRewind: ({ rewindId, shown }) => this.rewind.undo(rewindId, shown),
        previewSettlement: ({ rewindId, how }) => this.rewind.previewSettlement(rewindId, how),
        settleRewind: ({ rewindId, how, shown }) => this.rewind.settle(rewindId, how, shown),
        listChanges: of => this.review.list(of),
        readChange: of => this.review.read(of, of.fileId),
        revertFile: async of => {
            await this.review.revertFile(of);
            return {};
        },
        revertHunk: async of => {
            await this.review.revertHunk(of);
            return {};
        },
        acceptChange: async of => {
            await this.review.accept(of);
            return {};
        },
        readCheckpointFile: async ({ checkpointId, fileId }) => {
            const { snapshot } = await this.keeper.recall(checkpointId);
            const file = snapshot.files.get(fileId);
            const content = file && (await this.keeper.readContents([file.oid])).get(file.oid);
            if (!content || content.length > MAX_READ_BYTES) {
                throw CheckpointErrors.gone();
            }
            return { contentBase64: content.toString('base64') };
        }
    };
}

/** Fails with `checkpoint.too-slow` after the time, and when the turn is stopped; what is under way goes on. */
function orTooSlow<T>(work: Promise<T>, waitMs: number, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
        const giveUp = (): void => reject(CheckpointErrors.tooSlow());
        const timer = setTimeout(giveUp, waitMs);
        signal?.addEventListener('abort', giveUp, { once: true });
        if (signal?.aborted) {
            giveUp();
        }
        void work.then(resolve, reject).finally(() => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', giveUp);
        });
    });
}

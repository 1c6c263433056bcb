import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import type { ClaudeSessionModel } from '../../conversation/browser/claude-session-model';
import type {
    MessageActionContribution,
    ViewMenuItem
} from '../../conversation/browser/contributions/view-contributions';
import type { OpenRewind, Rewind, Turn, UserMessage } from '../../conversation/domain/transcript';
import { CheckpointErrors } from '../common/checkpoint-errors';
import type { RewindPreview, RewindResult, RewindScope, RewindSettlement } from '../common/checkpoint-protocol';
import { CheckpointClient } from './checkpoint-client';
import { CheckpointText } from './checkpoint-text';
import { RewindChoice, RewindDialog, RewindDialogProps } from './rewind-dialog';

/** Files are not as they were when nobody but the rewind had changed them. */
const CHANGED_SINCE = CheckpointErrors.filesChanged().code;

/** Going back to before a message, and undoing that. */
@injectable()
export class RewindActions implements MessageActionContribution {
    readonly rank = 50;

    constructor(
        @inject(CheckpointClient) private readonly checkpoints: CheckpointClient,
        @inject(MessageService) private readonly messages: MessageService
    ) {}

    messageActions(message: UserMessage, turn: Turn, session: ClaudeSessionModel): readonly ViewMenuItem[] {
        if (turn.turnId === undefined || turn.rewoundBy !== undefined || session.ended) {
            return [];
        }
        return [
            {
                id: 'rewind',
                label: CheckpointText.rewindHere,
                icon: 'discard',
                disabled: session.busy ? CheckpointText.busy : undefined,
                run: () => this.rewind(message, turn, session)
            }
        ];
    }

    async undo(rewind: Rewind, session: ClaudeSessionModel): Promise<void> {
        const rpc = this.checkpoints.of(session.sessionId);
        const { rewindId } = rewind;
        const undone = await this.ask({
            title: CheckpointText.undoTitle,
            accept: CheckpointText.undo,
            scopes: [rewind.scope],
            preview: () => rpc.previewUndo({ rewindId }),
            act: ({ shown }) => rpc.undoRewind({ rewindId, shown })
        });
        // what the rewind has put into the input stands in the conversation again
        const message = session.transcript.turns
            .flatMap(turn => turn.messages)
            .find(({ messageId }) => messageId === rewind.toMessageId);
        if (undone && message && session.draft.holds(message)) {
            session.draft.clear();
        }
    }

    /** Ends a rewind that broke off, at once where nobody changed anything since; else what would be lost is shown first. */
    async settle({ rewindId, scope }: OpenRewind, how: RewindSettlement, session: ClaudeSessionModel): Promise<void> {
        const rpc = this.checkpoints.of(session.sessionId);
        try {
            this.tellProblems(await rpc.settleRewind({ rewindId, how }));
        } catch (error) {
            if (how === 'leave' || asDispatchError(error).code !== CHANGED_SINCE) {
                throw error;
            }
            await this.ask({
                title: CheckpointText.settleTitle[how],
                accept: CheckpointText.settle[how],
                scopes: [scope],
                preview: () => rpc.previewSettlement({ rewindId, how }),
                act: ({ shown }) => rpc.settleRewind({ rewindId, how, shown })
            });
        }
    }

    /** What leaves the conversation stands in the input afterwards, to be said differently, unless something is there. */
    private async rewind(message: UserMessage, turn: Turn, session: ClaudeSessionModel): Promise<void> {
        const { messageId: toMessageId } = message;
        const rpc = this.checkpoints.of(session.sessionId);
        const scopes: RewindScope[] =
            turn.checkpointBefore === undefined ? ['conversation'] : ['both', 'files', 'conversation'];
        const choice = await this.ask({
            title: CheckpointText.rewindTitle,
            accept: CheckpointText.rewind,
            scopes,
            preview: scope => rpc.previewRewind({ toMessageId, scope }),
            act: ({ scope, shown }) => rpc.rewind({ toMessageId, scope, shown })
        });
        if (choice && choice.scope !== 'files' && session.draft.text === '') {
            session.draft.bringBack(message);
        }
    }

    private async ask(
        asked: RewindDialogProps & {
            preview(scope: RewindScope): Promise<RewindPreview>;
            act(choice: RewindChoice): Promise<RewindResult>;
        }
    ): Promise<RewindChoice | undefined> {
        const choice = await new RewindDialog(asked).open();
        if (!choice) {
            return undefined;
        }
        this.tellProblems(await asked.act(choice));
        return choice;
    }

    private tellProblems({ problems }: RewindResult): void {
        if (problems.length > 0) {
            const listed = problems.slice(0, 5).map(({ path, why }) => `${path}: ${why}`);
            void this.messages.warn([CheckpointText.problems(problems.length), ...listed].join('\n'));
        }
    }
}

import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { WidgetManager } from '@theia/core/lib/browser/widget-manager';
import { codicon } from '@theia/core/lib/browser/widgets/widget';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import type { ClaudeSessionModel } from '../../conversation/browser/claude-session-model';
import type {
    HeaderContribution,
    TurnActionContribution,
    ViewMenuItem
} from '../../conversation/browser/contributions/view-contributions';
import type { Turn } from '../../conversation/domain/transcript';
import { CheckpointClient } from './checkpoint-client';
import { CheckpointText } from './checkpoint-text';
import { ReviewOptions, ReviewWidget } from './review-widget';

/** The ways to the review: at the foot of a turn, and in the menu of the session. */
@injectable()
export class ReviewActions implements TurnActionContribution, HeaderContribution {
    readonly rank = 50;

    constructor(
        @inject(WidgetManager) private readonly widgets: WidgetManager,
        @inject(ApplicationShell) private readonly shell: ApplicationShell,
        @inject(CheckpointClient) private readonly checkpoints: CheckpointClient,
        @inject(MessageService) private readonly messages: MessageService
    ) {}

    renderTurnAction(turn: Turn, session: ClaudeSessionModel): React.ReactNode {
        const { turnId, changedFiles } = turn;
        if (!changedFiles || turnId === undefined) {
            return undefined;
        }
        return (
            <button
                type="button"
                className="dispatch-claude-link dispatch-review-open"
                title={CheckpointText.reviewTurn}
                onClick={() => void session.attempt(() => this.open({ sessionId: session.sessionId, turnId }))}
            >
                <span className={codicon('diff-multiple')} aria-hidden />
                {CheckpointText.filesChanged(changedFiles)}
            </button>
        );
    }

    menuItems(session: ClaudeSessionModel): readonly ViewMenuItem[] {
        const { sessionId } = session;
        return [
            {
                id: 'review',
                label: CheckpointText.reviewSession,
                icon: 'diff-multiple',
                run: () => this.open({ sessionId })
            },
            {
                id: 'checkpoint',
                label: CheckpointText.makeCheckpoint,
                icon: 'save',
                run: async () => {
                    await this.checkpoints.of(sessionId).makeCheckpoint({});
                    void this.messages.info(CheckpointText.madeCheckpoint, { timeout: 4_000 });
                }
            }
        ];
    }

    private async open(options: ReviewOptions): Promise<void> {
        const widget = await this.widgets.getOrCreateWidget<ReviewWidget>(ReviewWidget.FACTORY_ID, { ...options });
        if (widget.isAttached) {
            widget.refresh();
        } else {
            await this.shell.addWidget(widget, { area: 'main' });
        }
        await this.shell.activateWidget(widget.id);
    }
}

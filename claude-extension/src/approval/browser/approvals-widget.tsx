import { BadgeService } from '@theia/core/lib/browser/badges';
import { Message } from '@theia/core/lib/browser/widgets/widget';
import { ReactWidget } from '@theia/core/lib/browser/widgets/react-widget';
import { codicon } from '@theia/core/lib/browser/widgets/widget';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { SessionActions } from 'dispatch-extension/lib/session/browser/session-actions';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import type { WaitingApproval } from '../common/approval-protocol';
import { ApprovalDesk } from './approval-desk';
import { ApprovalText } from './approval-text';
import { OutsideNotice } from './outside-notice';
import { RuleList } from './rule-list';
import { WaitingList } from './waiting-list';

/** The inbox: what waits in every session, and the rules. It only shows; the desk holds the state. */
@injectable()
export class ApprovalsWidget extends ReactWidget {
    static readonly ID = 'dispatch-approvals';

    @inject(ApprovalDesk) protected readonly desk!: ApprovalDesk;
    @inject(SessionsClient) protected readonly sessions!: SessionsClient;
    @inject(SessionActions) protected readonly actions!: SessionActions;
    @inject(BadgeService) protected readonly badges!: BadgeService;
    @inject(OutsideNotice) protected readonly outside!: OutsideNotice;

    @postConstruct()
    protected init(): void {
        this.id = ApprovalsWidget.ID;
        this.title.label = ApprovalText.view;
        this.title.caption = ApprovalText.view;
        this.title.iconClass = codicon('shield');
        this.title.closable = true;
        this.addClass('dispatch-approvals');
        this.node.tabIndex = 0;
        this.toDispose.push(this.desk.onDidChange(() => this.changed()));
        this.changed();
    }

    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        const row = this.node.querySelector<HTMLElement>('.dispatch-approvals-row[tabindex="0"]');
        (row ?? this.node).focus();
        void this.desk.refreshRules();
    }

    protected override onAfterShow(message: Message): void {
        super.onAfterShow(message);
        void this.desk.refreshRules();
    }

    protected override render(): React.ReactNode {
        const { waiting, answering } = this.desk;
        return (
            <>
                {waiting.length === 0 ? (
                    <p className="dispatch-approvals-empty">{ApprovalText.nothingWaits}</p>
                ) : (
                    <WaitingList desk={this.desk} waiting={waiting} answering={answering} onOpen={this.open} />
                )}
                {this.outside.canAsk && (
                    <button type="button" className="dispatch-claude-link" onClick={this.askOutside}>
                        {ApprovalText.tellOutside}
                    </button>
                )}
                <details className="dispatch-approvals-section" open={waiting.length === 0}>
                    <summary>
                        {ApprovalText.rules} {this.desk.rules?.length ? `(${this.desk.rules.length})` : ''}
                    </summary>
                    <RuleList desk={this.desk} />
                </details>
            </>
        );
    }

    protected readonly open = (question: WaitingApproval): void => {
        const session = this.sessions.find(question.sessionId);
        if (session) {
            void this.actions.open(session);
        }
    };

    protected readonly askOutside = (): void => {
        void this.outside.ask().then(() => this.update());
    };

    protected changed(): void {
        const { count } = this.desk;
        this.badges.showBadge(this, count > 0 ? { value: count, tooltip: ApprovalText.waiting(count) } : undefined);
        this.update();
    }
}

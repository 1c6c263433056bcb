import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { WidgetManager } from '@theia/core/lib/browser/widget-manager';
import { PreferenceService } from '@theia/core/lib/common/preferences/preference-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { SessionActions } from 'dispatch-extension/lib/session/browser/session-actions';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { ClaudeSessionWidget } from '../../conversation/browser/claude-session-widget';
import type { WaitingApproval } from '../common/approval-protocol';
import { ApprovalDesk } from './approval-desk';
import { NOTICE_PREFERENCE } from './approval-preferences';
import { ApprovalText } from './approval-text';
import { OutsideNotice } from './outside-notice';
import { whatIsAsked } from './waiting-row';

/** A question that is answered within this time, on whatever page, is not told of, in ms. */
const OTHERS_FIRST_MS = 600;
/** What a notice says of a call, at most, in characters. */
const MAX_WORDS = 120;

/** Tells outside of the page of a question that nobody sees, and takes it back when it is answered. */
@injectable()
export class ApprovalNotices implements FrontendApplicationContribution {
    @inject(ApprovalDesk) protected readonly desk!: ApprovalDesk;
    @inject(SessionsClient) protected readonly sessions!: SessionsClient;
    @inject(SessionActions) protected readonly actions!: SessionActions;
    @inject(WidgetManager) protected readonly widgets!: WidgetManager;
    @inject(PreferenceService) protected readonly preferences!: PreferenceService;
    @inject(OutsideNotice) protected readonly outside!: OutsideNotice;

    private known: ReadonlySet<string> | undefined;
    private readonly shown = new Map<string, Notification>();

    onStart(): void {
        this.desk.onDidChange(() => this.look());
    }

    private look(): void {
        const { waiting } = this.desk;
        const ids = new Set(waiting.map(({ approvalId }) => approvalId));
        for (const [approvalId, notification] of this.shown) {
            if (!ids.has(approvalId)) {
                notification.close();
                this.shown.delete(approvalId);
            }
        }
        const { known } = this;
        this.known = ids;
        // what waited before this page was there is in the title and the badge
        for (const question of known ? waiting.filter(({ approvalId }) => !known.has(approvalId)) : []) {
            window.setTimeout(() => this.tell(question), OTHERS_FIRST_MS);
        }
    }

    private tell(question: WaitingApproval): void {
        const { approvalId, sessionTitle } = question;
        const waits = this.desk.waiting.some(each => each.approvalId === approvalId);
        if (!waits || !this.preferences.get<boolean>(NOTICE_PREFERENCE, true) || this.isSeen(question)) {
            return;
        }
        const words = whatIsAsked(question).slice(0, MAX_WORDS);
        const tag = `dispatch-approval-${approvalId}`;
        const notification = this.outside.show(ApprovalText.told(sessionTitle), words, tag, () => this.open(question));
        if (notification) {
            this.shown.set(approvalId, notification);
        }
    }

    private open({ sessionId }: WaitingApproval): void {
        const session = this.sessions.find(sessionId);
        if (session) {
            void this.actions.open(session);
        }
    }

    private isSeen({ sessionId }: WaitingApproval): boolean {
        const widget = this.widgets.tryGetWidget(ClaudeSessionWidget.FACTORY_ID, { sessionId });
        return document.visibilityState === 'visible' && widget?.isVisible === true;
    }
}

import { ReactWidget } from '@theia/core/lib/browser/widgets/react-widget';
import { codicon, Message } from '@theia/core/lib/browser/widgets/widget';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { ClaudeSessionViewContribution } from '../../conversation/browser/claude-session-view-contribution';
import { CLAUDE_KIND } from '../../conversation/common/claude-protocol';
import { CustodyKindRpc, ForeignConversation } from '../common/custody-protocol';
import { ConversationsModel } from './conversations-model';
import { ConversationsView } from './conversations-view';
import { CustodyText } from './custody-text';

/** Long files on slow disks take their time, in ms. */
const TIMEOUT_MS = 120_000;

/** Conversations of Claude Code that were made outside of Dispatch: to find, to read, and to continue. */
@injectable()
export class ConversationsWidget extends ReactWidget {
    static readonly ID = 'dispatch-conversations-elsewhere';

    @inject(SessionsClient) protected readonly sessions!: SessionsClient;
    @inject(ClaudeSessionViewContribution) protected readonly views!: ClaudeSessionViewContribution;
    protected model!: ConversationsModel;

    @postConstruct()
    protected init(): void {
        this.id = ConversationsWidget.ID;
        this.addClass('dispatch-claude-view');
        this.addClass('dispatch-conversations-widget');
        this.title.label = CustodyText.elsewhere;
        this.title.iconClass = codicon('history');
        this.title.closable = true;
        this.node.tabIndex = -1;
        this.scrollOptions = undefined;
        const rpc = this.sessions.ofKind(CustodyKindRpc, CLAUDE_KIND, {
            repeatable: ['listConversations', 'readConversation'],
            timeoutMs: TIMEOUT_MS
        });
        this.model = new ConversationsModel(rpc);
        this.toDispose.push(this.model);
        this.toDispose.push(this.model.onDidChange(() => this.update()));
        void this.sessions.ready.then(() => this.model.refresh());
        this.update();
    }

    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        (this.node.querySelector<HTMLElement>('input, button') ?? this.node).focus();
    }

    protected render(): React.ReactNode {
        return <ConversationsView model={this.model} onContinue={this.goOn} />;
    }

    protected readonly goOn = (conversation: ForeignConversation): void => {
        void this.model.attempt(async () => {
            const { conversationId, folder, title } = conversation;
            const session = await this.sessions.create({
                kind: CLAUDE_KIND,
                folder,
                title: title.slice(0, 200),
                options: { runtime: 'claude-code', continues: conversationId }
            });
            await this.views.open(session);
            await this.model.choose(undefined);
            await this.model.refresh();
        });
    };
}

import { z } from 'zod';
import { MessageService } from '@theia/core/lib/common/message-service';
import { ReactWidget } from '@theia/core/lib/browser/widgets/react-widget';
import { codicon, Message } from '@theia/core/lib/browser/widgets/widget';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { ClaudeSessionViewContribution } from '../../conversation/browser/claude-session-view-contribution';
import { CLAUDE_KIND } from '../../conversation/common/claude-protocol';
import { ClaudeSteeringRpc } from '../../conversation/common/claude-steering-protocol';
import { CustodyErrors } from '../common/custody-errors';
import { CustodyKindRpc, ForeignConversation } from '../common/custody-protocol';
import { ConversationsModel } from './conversations-model';
import { ConversationsView } from './conversations-view';
import { CustodyText } from './custody-text';

const HELD = CustodyErrors.held({ sessionId: '', title: '' }).code;
const Holder = z.object({ sessionId: SessionId, title: z.string() });

/** Long files on slow disks take their time, in ms. */
const TIMEOUT_MS = 120_000;

/** Conversations of Claude Code that were made outside of Dispatch: to find, to read, and to continue. */
@injectable()
export class ConversationsWidget extends ReactWidget {
    static readonly ID = 'dispatch-conversations-elsewhere';

    @inject(SessionsClient) protected readonly sessions!: SessionsClient;
    @inject(ClaudeSessionViewContribution) protected readonly views!: ClaudeSessionViewContribution;
    @inject(MessageService) protected readonly messages!: MessageService;
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
            const options = { runtime: 'claude-code', continues: conversationId };
            const creating = this.sessions.create({ kind: CLAUDE_KIND, folder, title: title.slice(0, 200), options });
            const session = await creating.catch((error: unknown) => this.instead(error));
            if (session) {
                await this.views.open(session);
                await this.model.choose(undefined);
            }
            await this.model.refresh();
        });
    };

    /** Another session holds the conversation: that one, or a copy of it, as the person chooses. */
    private async instead(error: unknown): Promise<SessionInfo | undefined> {
        const { code, data } = asDispatchError(error);
        const holder = Holder.safeParse(data);
        if (code !== HELD || !holder.success) {
            throw error;
        }
        const { sessionId, title } = holder.data;
        const { openHolder, copyHolder } = CustodyText;
        const chosen = await this.messages.warn(CustodyText.held(title), openHolder, copyHolder);
        if (chosen === copyHolder) {
            const fork = await this.sessions.ofSession(ClaudeSteeringRpc, sessionId).forkSession({});
            return this.sessions.appeared(SessionId.parse(fork.sessionId));
        }
        return chosen === openHolder ? this.sessions.find(sessionId) : undefined;
    }
}

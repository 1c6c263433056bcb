import { Emitter, Event } from '@theia/core/lib/common/event';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { RpcClient } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { SessionSocketManager } from 'dispatch-extension/lib/session/browser/session-socket-manager';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { CLAUDE_KIND, ClaudeDetail, ClaudeSessionRpc } from '../../conversation/common/claude-protocol';
import { ApprovalKindRpc, ApprovalRule, RuleDraft, WaitingApproval } from '../common/approval-protocol';

/** Changes that come together are asked for once, in ms. */
const GATHER_MS = 40;
/** How long after a failure it is asked again, in ms. */
const RETRY_MS = 2_000;

/** All that waits for the person in every Claude session, and the rules; kept up to date. One per page. */
@injectable()
export class ApprovalDesk {
    @inject(SessionsClient) protected readonly sessions!: SessionsClient;
    @inject(SessionSocketManager) protected readonly sockets!: SessionSocketManager;
    @inject(MessageService) protected readonly messages!: MessageService;

    /** Oldest first. Replaced as a whole on each change. */
    waiting: readonly WaitingApproval[] = [];
    /** Oldest first; undefined until they were asked for. */
    rules: readonly ApprovalRule[] | undefined;
    /** The ids of questions whose answer is on its way. */
    answering: ReadonlySet<string> = new Set();

    private readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange: Event<void> = this.onDidChangeEmitter.event;
    private rpc!: RpcClient<typeof ApprovalKindRpc>;
    private known = '';
    private timer: number | undefined;

    @postConstruct()
    protected init(): void {
        this.rpc = this.sessions.ofKind(ApprovalKindRpc, CLAUDE_KIND, {
            repeatable: [
                'listWaiting',
                'inspectApproval',
                'previewRules',
                'listRules',
                'changeRuleExpiry',
                'removeRule'
            ]
        });
        this.sessions.onDidChange(() => this.look());
        this.sockets.onDidChangeState(state => state === 'online' && this.refreshSoon());
        this.look();
    }

    /** How many wait, as the list of sessions says; known before {@link waiting} is. */
    get count(): number {
        return this.sessions.sessions.reduce((sum, session) => sum + waitingIn(session), 0);
    }

    /** Answers each of these, bound to what was shown. What fails is told to the person. */
    async answer(answer: 'allow' | 'deny', ...questions: readonly WaitingApproval[]): Promise<void> {
        const open = questions.filter(({ approvalId }) => !this.answering.has(approvalId));
        this.setAnswering([...this.answering, ...open.map(({ approvalId }) => approvalId)]);
        await Promise.all(open.map(question => this.attempt(() => this.answerOne(question, answer))));
        await this.refresh();
        const answered = new Set(open.map(({ approvalId }) => approvalId));
        this.setAnswering([...this.answering].filter(id => !answered.has(id)));
    }

    /** The paths that a call touches. Fails as the host does. */
    async inspect(sessionId: SessionId, approvalId: string) {
        return (await this.rpc.inspectApproval({ sessionId, approvalId })).paths;
    }

    /** What these rules together would have matched. Fails with what is wrong with one of them. */
    preview(rules: RuleDraft[]) {
        return this.rpc.previewRules({ rules });
    }

    /** Saves rules. What fails is told to the person. */
    async addRules(...drafts: readonly RuleDraft[]): Promise<void> {
        await this.attempt(async () => {
            for (const draft of drafts) {
                await this.rpc.addRule(draft);
            }
        });
        await this.refreshRules();
    }

    async changeExpiry({ ruleId }: ApprovalRule, expiresAtMs: number | undefined): Promise<void> {
        await this.attempt(() => this.rpc.changeRuleExpiry({ ruleId, expiresAtMs: expiresAtMs ?? null }));
        await this.refreshRules();
    }

    async removeRule({ ruleId }: ApprovalRule): Promise<void> {
        await this.attempt(() => this.rpc.removeRule({ ruleId }));
        await this.refreshRules();
    }

    /** Asks anew for the rules, where there is a connection. */
    async refreshRules(): Promise<void> {
        await this.attempt(async () => {
            this.rules = (await this.rpc.listRules({})).rules;
            this.onDidChangeEmitter.fire();
        });
    }

    private async answerOne({ sessionId, approvalId, inputHash }: WaitingApproval, answer: 'allow' | 'deny') {
        await this.sessions.ofSession(ClaudeSessionRpc, sessionId).answerApproval({ approvalId, inputHash, answer });
    }

    /** Asks anew whenever the number that waits has changed in any session. */
    private look(): void {
        const known = this.sessions.sessions
            .filter(session => waitingIn(session) > 0)
            .map(({ id, title, detail }) => `${id} ${title} ${String(detail['waiting'])}`)
            .join('\n');
        if (known !== this.known) {
            this.known = known;
            this.refreshSoon();
            this.onDidChangeEmitter.fire();
        }
    }

    private refreshSoon(delayMs = GATHER_MS): void {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => void this.refresh(), delayMs);
    }

    private async refresh(): Promise<void> {
        try {
            this.waiting = (await this.rpc.listWaiting({})).waiting;
            this.onDidChangeEmitter.fire();
        } catch (thrown) {
            if (asDispatchError(thrown).kind !== 'unavailable') {
                throw thrown;
            }
            // without a connection it is asked again when there is one
            if (this.sockets.state === 'online') {
                this.refreshSoon(RETRY_MS);
            }
        }
    }

    private setAnswering(ids: readonly string[]): void {
        this.answering = new Set(ids);
        this.onDidChangeEmitter.fire();
    }

    private async attempt(action: () => Promise<unknown>): Promise<void> {
        try {
            await action();
        } catch (thrown) {
            void this.messages.error(asDispatchError(thrown).message);
        }
    }
}

function waitingIn(session: { kind: string; detail: Record<string, unknown> }): number {
    const detail = session.kind === CLAUDE_KIND ? ClaudeDetail.safeParse(session.detail).data : undefined;
    return detail?.waiting ?? 0;
}

import { Emitter, Event } from '@theia/core/lib/common/event';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { SessionViews } from 'dispatch-extension/lib/session/browser/session-views';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import type { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { TERMINAL_KIND, TerminalOptions } from 'dispatch-extension/lib/terminal/common/terminal-protocol';
import { CLAUDE_SIGN_IN } from '../../../runtime/common/claude-sign-in';
import { ClaudeText } from '../claude-text';
import { openSignIns, SignInOutcome, signInOutcomes } from './sign-in-outcomes';

/** A terminal for signing in has come to something. */
export interface SignInEnd {
    readonly outcome: SignInOutcome;
    /** It was opened by this page. */
    readonly ours: boolean;
}

/** Signing in to Claude in a terminal of Dispatch, which any page may open, and every page hears of. */
@injectable()
export class ClaudeSignIn {
    @inject(SessionsClient) protected readonly sessions!: SessionsClient;
    @inject(SessionViews) protected readonly views!: SessionViews;
    @inject(MessageService) protected readonly messages!: MessageService;

    private readonly onDidEndEmitter = new Emitter<SignInEnd>();
    private readonly ours = new Set<SessionInfo['id']>();
    private known: ReturnType<typeof signInOutcomes> | undefined;

    /** What can be used may be something else now. */
    readonly onDidEnd: Event<SignInEnd> = this.onDidEndEmitter.event;

    @postConstruct()
    protected init(): void {
        void this.sessions.ready.then(() => {
            this.known = signInOutcomes(this.sessions.sessions);
            this.sessions.onDidChange(() => this.look());
        });
    }

    /** Shows the terminal with the focus in it; one that waits already, else a new one. Says what went wrong. Never rejects. */
    async open(): Promise<void> {
        try {
            const terminal = openSignIns(this.sessions.sessions).at(0) ?? (await this.create());
            this.ours.add(terminal.id);
            await this.views.open(terminal);
        } catch (error) {
            void this.messages.error(asDispatchError(error).message);
        }
    }

    /** In the home folder: what a repository brings along has nothing to do with it. */
    private create(): Promise<SessionInfo> {
        // which program it is says the session host; the shell is what would be there without it
        const options = { shell: 'sh', features: { [CLAUDE_SIGN_IN]: {} } } satisfies TerminalOptions;
        return this.sessions.create({ kind: TERMINAL_KIND, title: ClaudeText.signInTerminal, options });
    }

    private look(): void {
        const before = this.known;
        const now = signInOutcomes(this.sessions.sessions);
        this.known = now;
        for (const [id, outcome] of now) {
            if (outcome !== before?.get(id)) {
                this.ended(outcome, this.ours.has(id));
            }
        }
    }

    private ended(outcome: SignInOutcome, ours: boolean): void {
        if (ours && outcome === 'signed-in') {
            void this.messages.info(ClaudeText.signedIn);
        }
        this.onDidEndEmitter.fire({ outcome, ours });
    }
}

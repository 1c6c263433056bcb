import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { BadgeService } from '@theia/core/lib/browser/badges';
import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { PreferenceService } from '@theia/core/lib/common/preferences/preference-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { DispatchError } from '../../../kernel/common/errors';
import { SessionId } from '../../../kernel/common/ids';
import { SessionsClient } from '../../../session/browser/sessions-client';
import { SessionInfo } from '../../../session/common/session-protocol';
import { TerminalSessionView } from '../../../terminal/browser/sessions/terminal-session-view';
import { TERMINAL_KIND } from '../../../terminal/common/terminal-protocol';
import { ShellDetail } from '../../common/shell-integration-protocol';
import { LongCommand, longCommandOf } from '../../domain/long-command';
import { shortLine, spanInWords } from '../marks/command-words';
import { ShellIntegration } from '../shell-integration';
import { LONG_COMMAND_SECONDS } from '../shell-integration-settings';
import { commandsOf } from '../terminal-commands';
import { BrowserNotice } from './browser-notice';

/** A page on which the terminal is seen says so first: the others wait this long before they tell, in ms. */
const OTHERS_FIRST_MS = 400;
const TOAST_MS = 30_000;

/** Tells when a command that took long has ended in a terminal that is not seen: once a person, on one page. */
@injectable()
export class LongCommandNotice implements FrontendApplicationContribution {
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(TerminalSessionView)
    protected readonly view!: TerminalSessionView;
    @inject(ShellIntegration)
    protected readonly integration!: ShellIntegration;
    @inject(PreferenceService)
    protected readonly preferences!: PreferenceService;
    @inject(MessageService)
    protected readonly messages!: MessageService;
    @inject(BadgeService)
    protected readonly badges!: BadgeService;
    @inject(BrowserNotice)
    protected readonly browserNotice!: BrowserNotice;

    private readonly known = new Map<SessionId, ShellDetail>();
    private readonly sinceMs = Date.now();

    onStart(): void {
        this.sessions.onDidChange(() => this.look());
        this.integration.onDidShow(sessionId => this.clearBadge(sessionId));
    }

    private look(): void {
        const seconds = this.preferences.get<number>(LONG_COMMAND_SECONDS, 15);
        for (const session of this.sessions.sessions) {
            const now = session.kind === TERMINAL_KIND ? ShellDetail.safeParse(session.detail).data : undefined;
            if (now) {
                const before = this.known.get(session.id);
                this.known.set(session.id, now);
                const ended = longCommandOf(before, now, { seconds, sinceMs: this.sinceMs });
                if (ended) {
                    void this.tell(session, ended);
                }
            }
        }
    }

    private async tell(session: SessionInfo, command: LongCommand): Promise<void> {
        if (!this.isSeen(session)) {
            await new Promise(resolve => window.setTimeout(resolve, OTHERS_FIRST_MS));
        }
        const isSeen = this.isSeen(session);
        if (!(await this.claim(session, command)) || isSeen) {
            return;
        }
        const text = endInWords(command);
        const open = (): void => void this.view.open(session);
        this.browserNotice.show(text, `${session.id}-${command.n}`, open);
        const widget = this.view.find(session);
        if (widget) {
            this.badges.showBadge(widget, { value: 1, tooltip: text });
        }
        await this.toast(text, command, open);
    }

    private async toast(text: string, { exitCode }: LongCommand, open: () => void): Promise<void> {
        const show = nls.localize('dispatch/shell/show', 'Show');
        const alsoHidden = nls.localize('dispatch/shell/alsoHidden', 'Also on the Desktop');
        const actions = this.browserNotice.canAsk ? [show, alsoHidden] : [show];
        const options = { timeout: TOAST_MS };
        const chosen = exitCode
            ? await this.messages.warn(text, options, ...actions)
            : await this.messages.info(text, options, ...actions);
        if (chosen === show) {
            open();
        } else if (chosen === alsoHidden) {
            await this.browserNotice.ask();
        }
    }

    private isSeen(session: SessionInfo): boolean {
        return document.visibilityState === 'visible' && this.view.find(session)?.isVisible === true;
    }

    /** False where another page has told, or where it cannot be asked for. */
    private async claim({ id }: SessionInfo, { n }: LongCommand): Promise<boolean> {
        try {
            return (await commandsOf(this.sessions, id).claimCommandNotice({ n })).granted;
        } catch (thrown) {
            if (thrown instanceof DispatchError) {
                return false;
            }
            throw thrown;
        }
    }

    private clearBadge(sessionId: SessionId): void {
        const session = this.sessions.find(sessionId);
        const widget = session && this.view.find(session);
        if (widget) {
            this.badges.showBadge(widget);
        }
    }
}

/** “npm test” failed with exit code 1 after 2 min 5 s. */
function endInWords({ line, exitCode, spanMs }: LongCommand): string {
    const name = shortLine({ line }, 60);
    const span = spanInWords(spanMs);
    return exitCode
        ? nls.localize('dispatch/shell/longFailed', '“{0}” failed with exit code {1} after {2}.', name, exitCode, span)
        : nls.localize('dispatch/shell/longDone', '“{0}” is done after {1}.', name, span);
}

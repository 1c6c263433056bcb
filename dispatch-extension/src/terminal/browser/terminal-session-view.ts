import { Widget, codicon } from '@theia/core/lib/browser';
import { nls } from '@theia/core/lib/common/nls';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalService } from '@theia/terminal/lib/browser/base/terminal-service';
import {
    NewSessionOptions,
    SessionOpenOptions,
    SessionViewContribution
} from '../../session/browser/session-view-contribution';
import { isOver } from '../../session/browser/session-list';
import { SessionsClient } from '../../session/browser/sessions-client';
import { SessionInfo } from '../../session/common/session-protocol';
import { TERMINAL_KIND, TerminalSessionRpc } from '../common/terminal-protocol';
import { DispatchTerminalWidget, SESSION_ATTRIBUTE } from './dispatch-terminal-widget';

/** Terminals in the Sessions view and on the welcome page. */
@injectable()
export class TerminalSessionView implements SessionViewContribution {
    readonly kind = TERMINAL_KIND;
    readonly label = nls.localizeByDefault('Terminal');
    readonly newLabel = nls.localizeByDefault('New Terminal');
    readonly iconClass = codicon('terminal');
    readonly rank = 10;
    readonly keybinding = 'Ctrl+Shift+`';

    @inject(TerminalService)
    protected readonly terminals!: TerminalService;
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;

    /** The widget that shows this session in this page. */
    find(session: SessionInfo): DispatchTerminalWidget | undefined {
        return this.terminals.all.find(
            (terminal): terminal is DispatchTerminalWidget =>
                terminal instanceof DispatchTerminalWidget && terminal.sessionId === session.id
        );
    }

    async open(session: SessionInfo, options: SessionOpenOptions = {}): Promise<Widget> {
        const shown = this.find(session);
        const widget = shown ?? (await this.terminals.newTerminal({ attributes: { [SESSION_ATTRIBUTE]: session.id } }));
        if (!shown) {
            await widget.start();
        }
        await this.terminals.open(widget, { mode: options.mode ?? 'activate' });
        return widget;
    }

    async createNew(options: NewSessionOptions = {}): Promise<Widget> {
        const widget = await this.terminals.newTerminal({ cwd: options.folder });
        // Shown at once; what goes wrong is said in it.
        await this.terminals.open(widget, { mode: 'activate' });
        await widget.start().catch(() => undefined);
        return widget;
    }

    async hasWork(session: SessionInfo): Promise<boolean> {
        if (isOver(session)) {
            return false;
        }
        const rpc = this.sessions.ofSession(TerminalSessionRpc, session.id, { repeatable: ['getProcess'] });
        return (await rpc.getProcess({})).hasChildren;
    }
}

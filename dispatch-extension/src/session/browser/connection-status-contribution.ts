import { nls } from '@theia/core/lib/common/nls';
import { FrontendApplicationContribution, StatusBar, StatusBarAlignment } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { isOver } from './session-list';
import { SessionSocketManager } from './session-socket-manager';
import { SessionsClient } from './sessions-client';
import { SESSIONS_VIEW_TOGGLE_COMMAND } from './sessions-widget';

const CONNECTION_ITEM = 'dispatch-connection';
const SESSIONS_ITEM = 'dispatch-sessions';

/** A connection that comes back within this time is not worth a word, in ms. */
const PATIENCE_MS = 600;

/** Two items of the status bar: the connection while it is away, and how many sessions run. */
@injectable()
export class ConnectionStatusContribution implements FrontendApplicationContribution {
    @inject(SessionSocketManager)
    protected readonly sockets!: SessionSocketManager;

    @inject(SessionsClient)
    protected readonly client!: SessionsClient;

    @inject(StatusBar)
    protected readonly statusBar!: StatusBar;

    private timer: number | undefined;

    onStart(): void {
        this.sockets.onDidChangeState(() => this.updateConnection());
        this.client.onDidChange(() => this.updateSessions());
        this.updateConnection();
        this.updateSessions();
    }

    private updateConnection(): void {
        window.clearTimeout(this.timer);
        if (this.sockets.state === 'online') {
            void this.statusBar.removeElement(CONNECTION_ITEM);
        } else {
            this.timer = window.setTimeout(() => this.showConnection(), PATIENCE_MS);
        }
    }

    private showConnection(): void {
        const signedOut = this.sockets.state === 'signed-out';
        void this.statusBar.setElement(CONNECTION_ITEM, {
            text: signedOut
                ? `$(account) ${nls.localize('dispatch/session/signedOut', 'Signed out')}`
                : `$(sync~spin) ${nls.localize('dispatch/session/reconnecting', 'Reconnecting…')}`,
            tooltip: nls.localize(
                'dispatch/session/reconnectingTooltip',
                'Your sessions go on. What you type is kept and sent when the connection is back.'
            ),
            className: 'dispatch-connection-away',
            alignment: StatusBarAlignment.LEFT,
            priority: 1_000
        });
    }

    private updateSessions(): void {
        const running = this.client.sessions.filter(session => !isOver(session)).length;
        if (running === 0) {
            void this.statusBar.removeElement(SESSIONS_ITEM);
            return;
        }
        void this.statusBar.setElement(SESSIONS_ITEM, {
            text: `$(pulse) ${running}`,
            tooltip: nls.localize('dispatch/session/running', '{0} session(s) running', running),
            alignment: StatusBarAlignment.LEFT,
            priority: 1,
            command: SESSIONS_VIEW_TOGGLE_COMMAND
        });
    }
}

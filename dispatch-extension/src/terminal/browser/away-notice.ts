import { SessionSocketManager } from '../../session/browser/session-socket-manager';
import { SessionTerminal } from './session-terminal';
import { TerminalBars } from './terminal-bars';

/** A connection that comes back within this time is not worth a word, in ms. */
const PATIENCE_MS = 600;

/** Shows a terminal's line "Reconnecting…" while the connection is away. */
export class AwayNotice {
    private timer: number | undefined;
    private shown = false;

    constructor(
        private readonly bars: TerminalBars,
        private readonly sockets: SessionSocketManager,
        private readonly session: () => SessionTerminal | undefined
    ) {}

    /** The connection, or what is shown, has changed. */
    update(): void {
        window.clearTimeout(this.timer);
        if (this.isAway) {
            this.timer = window.setTimeout(() => this.show(), PATIENCE_MS);
        } else {
            this.shown = false;
            this.bars.hideAway();
        }
    }

    /** More input waits, or less. */
    updateText(): void {
        if (this.shown) {
            this.show();
        }
    }

    dispose(): void {
        window.clearTimeout(this.timer);
    }

    private get isAway(): boolean {
        return this.sockets.state === 'offline' && this.session()?.isOver === false;
    }

    private show(): void {
        if (this.isAway) {
            this.shown = true;
            const session = this.session();
            this.bars.showAway(session?.pendingBytes ?? 0, session?.pendingText);
        }
    }
}

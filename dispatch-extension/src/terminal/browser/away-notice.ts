import { AnswerWait } from '../../session/domain/answer-wait';
import { SessionSocketManager } from '../../session/browser/session-socket-manager';
import { SessionTerminal } from './session-terminal';
import { Away, TerminalBars } from './terminal-bars';

/** A connection that comes back within this time is not worth a word, in ms. */
const PATIENCE_MS = 600;

/**
 * Shows a terminal's upper line while the connection is away, and while what was typed gets no answer: a connection can be
 * dead for seconds before that is known.
 */
export class AwayNotice {
    private awayTimer: number | undefined;
    private lateTimer: number | undefined;
    private shown: Away | undefined;
    private readonly answer = new AnswerWait();

    constructor(
        private readonly bars: TerminalBars,
        private readonly sockets: SessionSocketManager,
        private readonly session: () => SessionTerminal | undefined
    ) {}

    /** The connection, or what is shown, has changed. */
    update(): void {
        window.clearTimeout(this.awayTimer);
        if (this.isAway) {
            this.awayTimer = window.setTimeout(() => this.isAway && this.show('reconnecting'), PATIENCE_MS);
        } else {
            this.hide('reconnecting');
        }
        this.updateText();
    }

    /** More input waits, or less, or it will not be answered any more. */
    updateText(): void {
        window.clearTimeout(this.lateTimer);
        const session = this.session();
        this.answer.waits(session?.isOver === false ? session.pendingBytes : 0, Date.now());
        this.checkAnswer();
        if (this.shown) {
            this.show(this.shown);
        }
    }

    dispose(): void {
        window.clearTimeout(this.awayTimer);
        window.clearTimeout(this.lateTimer);
    }

    private get isAway(): boolean {
        return this.sockets.state === 'offline' && this.session()?.isOver === false;
    }

    private checkAnswer(): void {
        const lateInMs = this.answer.lateInMs(Date.now(), this.isAway ? 0 : this.sockets.heardAtMs);
        if (lateInMs === 0) {
            this.show(this.isAway ? 'reconnecting' : 'unanswered');
        } else {
            this.hide('unanswered');
            if (lateInMs !== undefined) {
                this.lateTimer = window.setTimeout(() => this.late(), lateInMs);
            }
        }
    }

    private late(): void {
        this.updateText();
        const session = this.session();
        if (this.shown === 'unanswered' && session) {
            // asks whether the connection lives, which nobody would for a while otherwise
            this.sockets.handleSessionFocus(session.sessionId);
        }
    }

    private show(why: Away): void {
        const session = this.session();
        this.shown = why;
        this.bars.showAway(why, session?.pendingBytes ?? 0, session?.pendingText);
    }

    private hide(why: Away): void {
        if (this.shown === why) {
            this.shown = undefined;
            this.bars.hideAway();
        }
    }
}

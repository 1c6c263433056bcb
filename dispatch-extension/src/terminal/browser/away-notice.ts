import { AnswerWait, LATE_AFTER_MS } from '../../session/domain/answer-wait';
import { SessionSocketManager } from '../../session/browser/session-socket-manager';
import { SessionTerminal } from './session-terminal';
import { Away, TerminalBars } from './terminal-bars';

/** A connection that comes back within this time is not worth a word, in ms. */
const PATIENCE_MS = 600;

/** A timer that comes so much later than it should was kept by a page that is busy, in ms. */
const BUSY_MS = 50;

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
        const session = this.session();
        this.answer.waits(session?.isOver === false ? session.pendingBytes : 0, Date.now());
        const { lateInMs } = this;
        if (lateInMs !== 0) {
            this.hide('unanswered');
        }
        if (this.shown) {
            this.show(this.isAway ? 'reconnecting' : this.shown);
        } else if (lateInMs !== undefined && this.lateTimer === undefined) {
            this.lookIn(Math.max(lateInMs, BUSY_MS));
        }
    }

    dispose(): void {
        window.clearTimeout(this.awayTimer);
        window.clearTimeout(this.lateTimer);
    }

    private get isAway(): boolean {
        return this.sockets.state === 'offline' && this.session()?.isOver === false;
    }

    private get lateInMs(): number | undefined {
        return this.answer.lateInMs(Date.now(), this.isAway ? 0 : this.sockets.heardAtMs);
    }

    /** Looks whether the answer is late; a page that was busy when it had to look reads what has come first. */
    private lookIn(ms: number, looksAgain = false): void {
        const dueAtMs = Date.now() + ms;
        this.lateTimer = window.setTimeout(() => {
            this.lateTimer = undefined;
            if (!looksAgain && Date.now() - dueAtMs > BUSY_MS) {
                this.lookIn(BUSY_MS, true);
            } else {
                this.look();
            }
        }, ms);
    }

    private look(): void {
        const session = this.session();
        const { lateInMs } = this;
        if (lateInMs === 0 && session) {
            if (!this.shown) {
                this.show(this.isAway ? 'reconnecting' : 'unanswered');
                // asks whether the connection lives, which nobody would for a while otherwise
                this.sockets.handleSessionFocus(session.sessionId);
            }
        } else {
            this.hide('unanswered');
        }
        if (lateInMs !== undefined) {
            this.lookIn(lateInMs || LATE_AFTER_MS);
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

import { expect } from 'chai';
import { SessionSocketManager } from '../../session/browser/session-socket-manager';
import { AwayNotice } from './away-notice';
import { SessionTerminal } from './session-terminal';
import { TerminalBars } from './terminal-bars';

/** A page's clock and timers; a page that is busy runs them late. */
class FakeTime {
    nowMs = 1_000_000;
    private lastId = 0;
    private readonly timers = new Map<number, { atMs: number; work: () => void }>();
    private readonly before = { window: Object.getOwnPropertyDescriptor(globalThis, 'window'), now: Date.now };

    install(): void {
        const window = {
            setTimeout: (work: () => void, ms: number) => {
                this.timers.set(++this.lastId, { atMs: this.nowMs + ms, work });
                return this.lastId;
            },
            clearTimeout: (id: number) => this.timers.delete(id)
        };
        Object.defineProperty(globalThis, 'window', { value: window, configurable: true });
        Date.now = () => this.nowMs;
    }

    restore(): void {
        Date.now = this.before.now;
        if (this.before.window) {
            Object.defineProperty(globalThis, 'window', this.before.window);
        } else {
            Reflect.deleteProperty(globalThis, 'window');
        }
    }

    /** Passes time in steps, after each of which the timers run that are due. */
    pass(ms: number, stepMs = 10): void {
        for (const endAtMs = this.nowMs + ms; this.nowMs < endAtMs;) {
            this.nowMs += stepMs;
            for (const [id, { atMs, work }] of [...this.timers]) {
                if (atMs <= this.nowMs && this.timers.delete(id)) {
                    work();
                }
            }
        }
    }
}

describe('the line of a terminal whose connection says nothing', () => {
    let time: FakeTime;
    let shown: string | undefined;
    let everShown: string[];
    let asked: number;
    let sockets: { state: string; heardAtMs: number; handleSessionFocus(): void };
    let session: { isOver: boolean; pendingBytes: number; pendingText: string; sessionId: string };
    let notice: AwayNotice;

    beforeEach(() => {
        time = new FakeTime();
        time.install();
        [shown, everShown, asked] = [undefined, [], 0];
        sockets = { state: 'online', heardAtMs: time.nowMs, handleSessionFocus: () => asked++ };
        session = { isOver: false, pendingBytes: 0, pendingText: '', sessionId: 'one' };
        const bars = {
            showAway: (why: string) => {
                shown = why;
                everShown.push(why);
            },
            hideAway: () => (shown = undefined)
        };
        notice = new AwayNotice(
            bars as unknown as TerminalBars,
            sockets as unknown as SessionSocketManager,
            () => session as unknown as SessionTerminal
        );
    });

    afterEach(() => {
        notice.dispose();
        time.restore();
    });

    function pending(bytes: number): void {
        session.pendingBytes = bytes;
        notice.updateText();
    }

    it('is there within a second after what was typed, and asks once whether the connection lives', () => {
        pending(1);
        time.pass(700);
        pending(2);
        expect(shown).to.equal(undefined);
        time.pass(200);
        expect([shown, asked]).to.deep.equal(['unanswered', 1]);
        sockets.state = 'offline';
        notice.update();
        expect(shown).to.equal('reconnecting');
    });

    it('goes with the answer, and never comes where each key is answered in time', () => {
        pending(1);
        time.pass(1_000);
        sockets.heardAtMs = time.nowMs;
        pending(0);
        expect(shown).to.equal(undefined);
        everShown = [];
        for (let key = 0; key < 20; key++) {
            pending(1);
            time.pass(300);
            sockets.heardAtMs = time.nowMs;
            pending(0);
        }
        time.pass(2_000);
        expect(everShown).to.deep.equal([]);
    });

    it('does not flash in a page that was too busy to read the answer, and takes another key first', () => {
        pending(1);
        time.pass(1_200, 1_200);
        pending(2);
        time.pass(20);
        sockets.heardAtMs = time.nowMs;
        pending(0);
        time.pass(2_000);
        expect(everShown).to.deep.equal([]);
    });

    it('goes when anything is heard again, though the answer itself is still behind that', () => {
        pending(1);
        time.pass(1_000);
        expect(shown).to.equal('unanswered');
        for (let heard = 0; heard < 20; heard++) {
            sockets.heardAtMs = time.nowMs;
            time.pass(100);
        }
        expect(shown).to.equal(undefined);
        time.pass(1_700);
        expect([shown, asked]).to.deep.equal(['unanswered', 2]);
    });

    it('does not come for a terminal that has ended with input that nobody took', () => {
        pending(5);
        time.pass(500);
        session.isOver = true;
        notice.updateText();
        time.pass(5_000);
        expect(everShown).to.deep.equal([]);
    });
});

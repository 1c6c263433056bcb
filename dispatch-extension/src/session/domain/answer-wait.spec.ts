import { expect } from 'chai';
import { AnswerWait, LATE_AFTER_MS } from './answer-wait';

describe('the answer to input', () => {
    it('is late when nothing was heard for a while: what is typed was shown as waiting after seconds', () => {
        const wait = new AnswerWait();
        wait.waits(1, 1_000);
        wait.waits(9, 1_500);
        expect(wait.lateInMs(1_500, 0)).to.equal(LATE_AFTER_MS - 500);
        expect(wait.lateInMs(1_000 + LATE_AFTER_MS, 0)).to.equal(0);
        expect(wait.lateInMs(60_000, 0)).to.equal(0);
    });

    it('is not late where each key is answered in time, however long somebody types', () => {
        const wait = new AnswerWait();
        for (let nowMs = 0; nowMs < 10_000; nowMs += 500) {
            wait.waits(2, nowMs);
            wait.waits(1, nowMs + 400);
            expect(wait.lateInMs(nowMs + 500, 0)).to.be.greaterThan(0);
        }
        wait.waits(0, 10_000);
        expect(wait.lateInMs(60_000, 0)).to.equal(undefined);
    });

    it('is not late while the host is heard: it comes behind the output of a flood', () => {
        const wait = new AnswerWait();
        wait.waits(1, 0);
        expect(wait.lateInMs(5_000, 4_900)).to.equal(LATE_AFTER_MS - 100);
    });
});

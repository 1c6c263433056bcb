import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { NewestWork } from './newest-work';

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Lets the time of the test pass, which no load of the machine can change. */
async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed++) {
        mock.timers.tick(1);
        await nextTurn();
    }
}

/** Work that writes down its name, and what failed. */
function start(pauseMs = 5) {
    const done: string[] = [];
    const failed: unknown[] = [];
    const pauses: number[] = [];
    const work = new NewestWork(
        tookMs => {
            pauses.push(tookMs);
            return pauseMs;
        },
        thrown => failed.push(thrown)
    );
    const offer = (name: string): void =>
        work.offer(async () => {
            done.push(name);
            await sleep(1);
        });
    return { work, done, failed, pauses, offer };
}

describe('newest work', () => {
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
    afterEach(() => mock.timers.reset());

    it('goes on after work that failed, and tells of the failure', async () => {
        const { work, done, failed, offer } = start();
        const broken = new Error('no grammar');
        work.offer(() => Promise.reject(broken));
        offer('next');
        await pass(40);
        offer('later');
        while (done.length < 2) {
            await sleep(5);
        }
        expect(failed).to.deep.equal([broken]);
        expect(done).to.deep.equal(['next', 'later']);
    });

    it('does the first at once and of all that follow too soon only the last', async () => {
        const { done, offer } = start(20);
        ['a', 'b', 'c', 'd'].forEach(offer);
        expect(done).to.deep.equal(['a']);
        await pass(60);
        expect(done).to.deep.equal(['a', 'd']);
    });

    it('rests after each, also when nothing waits', async () => {
        const { done, pauses, offer } = start(100);
        offer('a');
        await pass(20);
        expect(pauses).to.have.length(1);
        offer('b');
        await pass(20);
        expect(done).to.deep.equal(['a']);
    });

    it('does not do what was dropped', async () => {
        const { work, done, offer } = start();
        ['a', 'b'].forEach(offer);
        work.drop();
        await pass(30);
        expect(done).to.deep.equal(['a']);
    });
});

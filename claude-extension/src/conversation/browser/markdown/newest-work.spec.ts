import { expect } from 'chai';
import { NewestWork } from './newest-work';

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

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
    it('goes on after work that failed, and tells of the failure', async () => {
        const { work, done, failed, offer } = start();
        const broken = new Error('no grammar');
        work.offer(() => Promise.reject(broken));
        offer('next');
        await sleep(40);
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
        await sleep(60);
        expect(done).to.deep.equal(['a', 'd']);
    });

    it('rests after each, also when nothing waits', async () => {
        const { done, pauses, offer } = start(100);
        offer('a');
        await sleep(20);
        expect(pauses).to.have.length(1);
        offer('b');
        await sleep(20);
        expect(done).to.deep.equal(['a']);
    });

    it('does not do what was dropped', async () => {
        const { work, done, offer } = start();
        ['a', 'b'].forEach(offer);
        work.drop();
        await sleep(30);
        expect(done).to.deep.equal(['a']);
    });
});

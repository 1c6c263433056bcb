import { expect } from 'chai';
import { LoadHistory, LoadWatch, LoadWorld } from './load-watch';

describe('the watch of a load', () => {
    it('loads the page again when Dispatch answers, and not before', async () => {
        const world = new TestWorld({ answersAtMs: 2_500 });
        await new LoadWatch(world).mend();
        expect(world.seen).to.deep.equal(['reload at 3000']);
    });

    it('says that it waits when it takes three seconds', async () => {
        const world = new TestWorld({ answersAtMs: 4_000 });
        await new LoadWatch(world).mend();
        expect(world.seen).to.deep.equal(['Waiting for Dispatch…', 'reload at 4000']);
    });

    it('reloads once, however many parts are missing', async () => {
        const world = new TestWorld({ answersAtMs: 1_000 });
        const watch = new LoadWatch(world);
        await Promise.all([watch.mend(), watch.mend()]);
        expect(world.seen).to.deep.equal(['reload at 1000']);
    });

    it('reloads less and less often when that does not help', async () => {
        const world = new TestWorld({ answersAtMs: 0 });
        for (let times = 0; times < 7; times++) {
            await new LoadWatch(world).mend();
        }
        const reloads = world.seen.filter(each => each.startsWith('reload'));
        expect(reloads).to.deep.equal(
            [0, 5_000, 15_000, 35_000, 75_000, 135_000, 195_000].map(atMs => `reload at ${atMs}`)
        );
    });

    it('begins anew when the last reload is long ago', async () => {
        const world = new TestWorld({ answersAtMs: 0 });
        world.history = { atMs: -200_000, times: 9 };
        await new LoadWatch(world).mend();
        expect([world.seen, world.history]).to.deep.equal([['reload at 0'], { atMs: 0, times: 1 }]);
    });

    it('begins anew after a page that was loaded, and not after one that was not', () => {
        const histories = [undefined, 0].map(readyAtMs => {
            const world = new TestWorld({ answersAtMs: 0, readyAtMs });
            world.history = { atMs: 0, times: 3 };
            new LoadWatch(world).left();
            return world.history?.times;
        });
        expect(histories).to.deep.equal([3, undefined]);
    });

    it('leaves a page alone whose workbench came all the same, and one that was loaded long ago', async () => {
        const world = new TestWorld({ answersAtMs: 60_000, readyAtMs: 2_000 });
        const watch = new LoadWatch(world);
        await watch.mend();
        await watch.mend();
        await watch.connectionAway();
        expect(world.seen).to.deep.equal([]);
    });

    it('says that it waits while it cannot connect, and takes that back', async () => {
        const world = new TestWorld({ answersAtMs: 0 });
        const watch = new LoadWatch(world);
        await watch.connectionAway();
        watch.connectionBack();
        expect(world.seen).to.deep.equal(['Waiting for Dispatch…', '']);
    });

    it('says nothing of a connection that is back in three seconds', async () => {
        const world = new TestWorld({ answersAtMs: 0 });
        const watch = new LoadWatch(world);
        const away = watch.connectionAway();
        watch.connectionBack();
        await away;
        expect(world.seen).to.deep.equal(['']);
    });
});

/** A page in which time passes only while somebody waits. */
class TestWorld implements LoadWorld {
    readonly seen: string[] = [];
    history: LoadHistory | undefined;
    private timeMs = 0;

    constructor(private readonly plan: { answersAtMs: number; readyAtMs?: number }) {}

    nowMs(): number {
        return this.timeMs;
    }
    async wait(ms: number): Promise<void> {
        this.timeMs += ms;
    }
    isLoading(): boolean {
        return this.timeMs < (this.plan.readyAtMs ?? Infinity);
    }
    async answers(): Promise<boolean> {
        return this.timeMs >= this.plan.answersAtMs;
    }
    reload(): void {
        this.seen.push(`reload at ${this.timeMs}`);
    }
    say(text: string): void {
        if (this.seen.at(-1) !== text) {
            this.seen.push(text);
        }
    }
}

import { expect } from 'chai';
import { HiddenTurns } from './hidden-turns';
import { ScreenOutput } from './screen-output';

/** A page whose time passes only while something is parsed (1 ms each) or waited for. */
class FakePage {
    nowMs = 0;
    readonly parsed: string[] = [];
    private readonly timers: { atMs: number; action: () => void }[] = [];
    readonly turns = new HiddenTurns({
        nowMs: () => this.nowMs,
        later: (action, ms) => void this.timers.push({ atMs: this.nowMs + ms, action })
    });

    output(name: string): ScreenOutput {
        return new ScreenOutput((data, done) => {
            this.nowMs += 1;
            this.parsed.push(`${name}:${data.length}`);
            done?.();
        }, this.turns);
    }

    run(): void {
        for (let next = this.timers.shift(); next; next = this.timers.shift()) {
            this.nowMs = Math.max(this.nowMs, next.atMs);
            next.action();
        }
    }
}

const KIB = 1024;

describe('screen output', () => {
    let page: FakePage;
    const done: string[] = [];
    const say = (what: string) => () => void done.push(what);

    beforeEach(() => {
        page = new FakePage();
        done.length = 0;
    });

    it('writes at once while it is shown', () => {
        const output = page.output('a');
        output.show();
        output.write('now', say('now'));
        expect({ parsed: page.parsed, done }).to.deep.equal({ parsed: ['a:3'], done: ['now'] });
    });

    it('says that a large piece is done when its last slice was parsed', () => {
        const output = page.output('a');
        output.write(new Uint8Array(80 * KIB), say('large'));
        output.write('', say('after'));
        expect(done).to.deep.equal([]);
        page.run();
        expect({ parsed: page.parsed, done }).to.deep.equal({
            parsed: [`a:${32 * KIB}`, `a:${32 * KIB}`, `a:${16 * KIB}`, 'a:0'],
            done: ['large', 'after']
        });
    });

    it('lets hidden terminals parse in turn', () => {
        page.output('a').write(new Uint8Array(64 * KIB));
        page.output('b').write(new Uint8Array(64 * KIB));
        page.run();
        expect(page.parsed.map(each => each[0])).to.deep.equal(['a', 'b', 'a', 'b']);
    });

    it('rests nine tenths of the time while somebody types', () => {
        page.turns.noteInput();
        page.output('a').write(new Uint8Array(320 * KIB));
        page.run();
        expect(page.nowMs).to.equal(100);
    });

    it('keeps the order when it is shown while a piece is cut', () => {
        const output = page.output('a');
        output.write(new Uint8Array(48 * KIB), say('first'));
        output.write('second', say('second'));
        output.takeTurn(() => undefined);
        output.show();
        output.write('third', say('third'));
        page.run();
        expect({ parsed: page.parsed, done }).to.deep.equal({
            parsed: [`a:${32 * KIB}`, `a:${16 * KIB}`, 'a:6', 'a:5'],
            done: ['first', 'second', 'third']
        });
    });

    it('drops what waits when it is let go of', () => {
        const output = page.output('a');
        output.write('never', say('never'));
        output.dispose();
        page.run();
        expect({ parsed: page.parsed, done }).to.deep.equal({ parsed: [], done: [] });
    });
});

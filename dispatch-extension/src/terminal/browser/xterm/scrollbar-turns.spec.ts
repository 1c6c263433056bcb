import { expect } from 'chai';
import { oncePerTurn } from './scrollbar-turns';
import { XtermViewport } from './xterm-internals';

describe('laying out the scrollbar once per turn', () => {
    let calls: unknown[][];
    let viewport: XtermViewport;

    beforeEach(() => {
        calls = [];
        viewport = {
            _sync: (...line) => calls.push(['sync', ...line]),
            scrollLines: lines => calls.push(['scrollLines', lines]),
            scrollToLine: (line, smooth) => calls.push(['scrollToLine', line, smooth])
        };
        oncePerTurn(viewport);
    });

    it('is done once for all lines of a turn, after the last of them', async () => {
        for (let line = 0; line < 5_000; line++) {
            viewport._sync();
        }
        expect(calls).to.deep.equal([]);
        await Promise.resolve();
        expect(calls).to.deep.equal([['sync']]);
        viewport._sync();
        await Promise.resolve();
        expect(calls).to.deep.equal([['sync'], ['sync']]);
    });

    it('is done at once for the line of a frame', () => {
        viewport._sync(12);
        expect(calls).to.deep.equal([['sync', 12]]);
    });

    it('is done before somebody scrolls in the same turn', async () => {
        viewport._sync();
        viewport.scrollLines(-3);
        viewport._sync();
        viewport.scrollToLine(7, true);
        await Promise.resolve();
        expect(calls).to.deep.equal([['sync'], ['scrollLines', -3], ['sync'], ['scrollToLine', 7, true]]);
    });
});

import { expect } from 'chai';
import { locateLines } from './line-locator';
import { OutputLine } from './line-text';

describe('line locator', () => {
    it('finds the lines of a screen in the log', () => {
        const log = lines('one', 'two', 'three', 'four', 'five');
        expect(locateLines(log, ['three', 'four'], 99)).to.deep.equal({ index: 2, exact: true });
    });

    it('takes the nearest to what is expected where all lines are the same', () => {
        const log = lines(...Array.from({ length: 100 }, () => 'y'));
        expect(locateLines(log, ['y', 'y', 'y'], 40)).to.deep.equal({ index: 60, exact: true });
    });

    it('counts where nothing is found, as after a program has moved the cursor', () => {
        expect(locateLines(lines('a', 'b', 'c', 'd'), ['x', 'y'], 3)).to.deep.equal({ index: 1, exact: false });
        expect(locateLines([], ['x'], 3)).to.deep.equal({ index: 0, exact: false });
    });
});

function lines(...texts: string[]): OutputLine[] {
    return texts.map((text, at) => ({ at, text, ended: true }));
}

import { expect } from 'chai';
import { NextMatch, nextNewer, nextOlder } from './next-match';

describe('the next match', () => {
    it('goes round: through the screen, through earlier output, and again from the other end', () => {
        expect(roundFrom({ screen: 2, earlier: 2 })).to.deep.equal([
            'screen 1',
            'screen 0',
            'earlier 0',
            'earlier 1',
            'screen 1'
        ]);
        expect(roundFrom({ screen: 0, earlier: 2 })).to.deep.equal([
            'nothing',
            'earlier 0',
            'earlier 1',
            'earlier 0',
            'earlier 1'
        ]);
    });

    it('is the same way back', () => {
        expect(nextNewer({ index: 1, count: 2 }, earlier(3))).to.deep.equal({ earlier: 2 });
        expect(nextNewer({ index: 0, count: 2 }, earlier(3))).to.equal('on screen');
        expect(nextNewer({ index: 0, count: 2 }, earlier(3, 1))).to.deep.equal({ earlier: 0 });
        expect(nextNewer({ index: 0, count: 2 }, earlier(3, 0))).to.equal('oldest on screen');
        expect(nextNewer({ index: -1, count: 0 }, earlier(3, 0))).to.deep.equal({ earlier: 2 });
        expect(nextNewer({ index: 1, count: 2 }, undefined)).to.equal('on screen');
    });

    it('does not go round while older ones may yet be found', () => {
        expect(nextOlder({ index: 0, count: 2 }, earlier(3, 2, 0.5))).to.equal('none');
        expect(nextNewer({ index: 1, count: 2 }, earlier(3, undefined, 0.5))).to.equal('on screen');
        expect(nextNewer({ index: -1, count: 0 }, earlier(3, 0, 0.5))).to.equal('none');
    });
});

function earlier(count: number, shownIndex?: number, progress?: number) {
    return { count, shownIndex, progress };
}

/** Five steps to what is older, from the newest match of the screen. */
function roundFrom(counts: { screen: number; earlier: number }): string[] {
    let index = counts.screen - 1;
    let shown: number | undefined;
    const seen: string[] = [];
    for (let step = 0; step < 5; step++) {
        seen.push(shown === undefined ? (index < 0 ? 'nothing' : `screen ${index}`) : `earlier ${shown}`);
        const next: NextMatch = nextOlder({ index, count: counts.screen }, earlier(counts.earlier, shown));
        if (typeof next === 'object') {
            shown = next.earlier;
        } else if (next === 'newest on screen') {
            [shown, index] = [undefined, counts.screen - 1];
        } else {
            index--;
        }
    }
    return seen;
}

import { expect } from 'chai';
import { Event } from '@theia/core/lib/common/event';
import { EarlierMatches } from './earlier-matches';
import { expressionError, findWords } from './find-words';

describe('words of the find box', () => {
    it('say which match is shown, and how many there are in earlier output', () => {
        expect(findWords({ index: 2, count: 57 }, earlier({ count: 12 }))).to.equal('3 of 57 · 12 in earlier output');
        expect(findWords({ index: -1, count: 0 }, earlier({ count: 12 }))).to.equal('12 in earlier output');
        expect(findWords({ index: 0, count: 1 }, undefined)).to.equal('1 of 1');
        expect(findWords({ index: -1, count: 0 }, earlier({}))).to.equal('No results');
    });

    it('say how far a search is, why it was given up, and which earlier match is shown', () => {
        expect(findWords({ index: 0, count: 1 }, earlier({ progress: 0.425 }))).to.equal('1 of 1 · searching 42%');
        expect(findWords({ index: -1, count: 0 }, earlier({ error: 'Too slow.' }))).to.equal('Too slow.');
        const shown = earlier({ count: 10_000, isCut: true, shownIndex: 0 });
        expect(findWords({ index: 0, count: 1 }, shown)).to.equal('1 of 10,000+ in earlier output');
    });

    it('say why an expression is none', () => {
        expect(expressionError('a(b')).to.contain('Unterminated group');
        expect(expressionError('a(b)')).to.equal(undefined);
    });
});

function earlier(known: Partial<EarlierMatches>): EarlierMatches {
    return {
        onDidChange: Event.None,
        count: 0,
        isCut: false,
        progress: undefined,
        error: undefined,
        shownIndex: undefined,
        find: () => undefined,
        show: () => undefined,
        focus: () => false,
        leave: () => undefined,
        ...known
    };
}

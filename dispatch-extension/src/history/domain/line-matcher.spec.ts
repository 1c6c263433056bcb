import { expect } from 'chai';
import { HistoryQuery } from '../common/history-protocol';
import { LineMatcher } from './line-matcher';

describe('line matcher', () => {
    it('finds every place in a line, by text, word, case and expression', () => {
        expect(columns('a.b A.B aXb', { query: 'a.b' })).to.deep.equal([0, 4]);
        expect(columns('a.b A.B aXb', { query: 'a.b', matchCase: true })).to.deep.equal([0]);
        expect(columns('a.b A.B aXb', { query: 'a.b', isRegex: true })).to.deep.equal([0, 4, 8]);
        expect(columns('cat concat cat-tail', { query: 'cat', wholeWord: true })).to.deep.equal([0, 11]);
        expect(columns('anything', { query: 'x*', isRegex: true })).to.deep.equal([]);
    });

    it('shows the part of a long line in which a match is', () => {
        const [match] = new LineMatcher(HistoryQuery.parse({ query: 'here' })).match({
            at: 7,
            text: `${'-'.repeat(10_000)}here${'-'.repeat(10_000)}`,
            ended: true
        });
        expect([match.at, match.column, match.text.length]).to.deep.equal([7, 10_000, 500]);
        expect(match.text).to.contain('here');
    });

    it('refuses an expression that is none', () => {
        expect(() => new LineMatcher(HistoryQuery.parse({ query: '(', isRegex: true }))).to.throw(SyntaxError);
    });
});

function columns(text: string, query: Partial<HistoryQuery>): number[] {
    return new LineMatcher(HistoryQuery.parse(query)).match({ at: 0, text, ended: true }).map(({ column }) => column);
}

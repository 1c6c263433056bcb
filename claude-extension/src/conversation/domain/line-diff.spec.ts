import { expect } from 'chai';
import { countChanges, diffLines } from './line-diff';

const signs = { same: ' ', added: '+', removed: '-' };
const shown = (before: string, after: string): string[] =>
    diffLines(before, after).map(line => signs[line.kind] + line.text);

describe('line diff', () => {
    it('shows a changed line as removed and added between those that stayed', () => {
        expect(shown('a\nb\nc', 'a\nB\nc')).to.deep.equal([' a', '-b', '+B', ' c']);
    });

    it('finds lines that stayed within changes', () => {
        expect(shown('one\nkeep\ntwo\nkeep too\n', 'eins\nkeep\nkeep too\ndrei\n')).to.deep.equal([
            '-one',
            '+eins',
            ' keep',
            '-two',
            ' keep too',
            '+drei'
        ]);
    });

    it('shows a new file as added and an emptied one as removed', () => {
        expect(shown('', 'a\nb\n')).to.deep.equal(['+a', '+b']);
        expect(shown('a\n', '')).to.deep.equal(['-a']);
        expect(shown('', '')).to.deep.equal([]);
    });

    it('shows that only the line break at the end has changed', () => {
        expect(diffLines('a\nb', 'a\nb\n')).to.deep.equal([
            { kind: 'same', text: 'a' },
            { kind: 'removed', text: 'b', unbroken: true },
            { kind: 'added', text: 'b' }
        ]);
        expect(diffLines('b\n', 'b')).to.deep.equal([
            { kind: 'removed', text: 'b' },
            { kind: 'added', text: 'b', unbroken: true }
        ]);
        expect(shown('b', 'b\n\n')).to.deep.equal(['-b', '+b', '+']);
    });

    it('does not speak of the line break where both end alike, or one is empty', () => {
        expect(diffLines('b', 'b')).to.deep.equal([{ kind: 'same', text: 'b' }]);
        expect(diffLines('', 'b')).to.deep.equal([{ kind: 'added', text: 'b' }]);
        expect(shown('a\r\n', 'a\n')).to.deep.equal([' a']);
    });

    it('gives up on comparing what is too large, and still shows every line', () => {
        const before = Array.from({ length: 1_500 }, (_, i) => `old ${i}`).join('\n');
        const after = Array.from({ length: 1_500 }, (_, i) => `new ${i}`).join('\n');
        expect(countChanges(diffLines(before, after))).to.deep.equal({ added: 1_500, removed: 1_500 });
    });
});

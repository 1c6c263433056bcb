import { expect } from 'chai';
import fc from 'fast-check';
import { HunkedFile } from './hunks';
import { changesBetween, splitLines } from './line-changes';

const numbered = (from: number, to: number): string[] =>
    Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\n`);

describe('lines that differ', () => {
    const texts = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', 'd'), { maxLength: 30 }).map(lines => lines.join(''));

    it('make the one text of the other, whatever they are', () => {
        fc.assert(
            fc.property(texts, texts, (before, after) => {
                const [a, b] = [splitLines(before), splitLines(after)];
                const made = [...a];
                for (const change of changesBetween(a, b).reverse()) {
                    const { beforeStart, beforeCount, afterStart, afterCount } = change;
                    made.splice(beforeStart, beforeCount, ...b.slice(afterStart, afterStart + afterCount));
                }
                expect(made.join('')).to.equal(after);
            })
        );
    });

    it('are as few as can be', () => {
        expect(changesBetween(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'd', 'e'])).to.deep.equal([
            { beforeStart: 1, beforeCount: 1, afterStart: 1, afterCount: 1 },
            { beforeStart: 4, beforeCount: 0, afterStart: 4, afterCount: 1 }
        ]);
    });

    it('are one change where too many differ to look for more', () => {
        const a = numbered(1, 4_000);
        const b = numbered(5_001, 9_000);
        expect(changesBetween(a, b)).to.deep.equal([
            { beforeStart: 0, beforeCount: 4_000, afterStart: 0, afterCount: 4_000 }
        ]);
    });
});

describe('hunks of a changed file', () => {
    const lines = numbered(1, 40);
    const before = lines.join('');
    const changed = (at: number, text: string, of = lines): string[] => of.map((line, i) => (i === at ? text : line));
    const after = changed(2, 'first\n', changed(30, 'second\n')).join('');

    it('are taken out one by one, and the rest stays', () => {
        const file = new HunkedFile(before, after, after);
        expect(file.hunks.map(hunk => hunk.state)).to.deep.equal(['applied', 'applied']);
        expect(file.withoutHunk(file.hunks[0])).to.equal(changed(30, 'second\n').join(''));
        expect(file.withoutAll()).to.equal(before);
    });

    it('are found where they moved to', () => {
        const now = `new at the top\n${after}and at the end\n`;
        const file = new HunkedFile(before, after, now);
        expect(file.withoutHunk(file.hunks[1])).to.equal(
            `new at the top\n${changed(2, 'first\n').join('')}and at the end\n`
        );
        expect(file.withoutAll()).to.equal(`new at the top\n${before}and at the end\n`);
    });

    it('are known to be out already', () => {
        const file = new HunkedFile(before, after, changed(30, 'second\n').join(''));
        expect(file.hunks.map(hunk => hunk.state)).to.deep.equal(['reverted', 'applied']);
        expect(file.withoutHunk(file.hunks[0])).to.equal(undefined);
        expect(file.withoutAll()).to.equal(before);
    });

    it('are not taken out where somebody changed the same lines since', () => {
        const file = new HunkedFile(before, after, changed(2, 'mine\n', changed(30, 'second\n')).join(''));
        expect(file.hunks.map(hunk => hunk.state)).to.deep.equal(['changed', 'applied']);
        expect(file.withoutHunk(file.hunks[0])).to.equal(undefined);
        expect(file.withoutAll()).to.equal(undefined);
    });

    it('keep the kind of line breaks, and that there was none at the end', () => {
        const file = new HunkedFile('a\r\nb', 'a\r\nc\n', 'a\r\nc\n');
        expect(file.withoutAll()).to.equal('a\r\nb');
    });
});

import { expect } from 'chai';
import { headingAbove, lineReferenceIn } from './line-references';

const REPORT = [
    '/home/me/work/src/a.ts',
    '   3:10  error    Unexpected any  no-explicit-any',
    '  12:5   warning  Unused variable',
    '',
    'src/my file.ts',
    '7:const x = 1;'
];

describe('places below the name of their file', () => {
    it('are read from reports of ESLint and ripgrep', () => {
        expect(lineReferenceIn(REPORT[1])).to.deep.equal({ start: 3, length: 4, line: 3, column: 10 });
        expect(lineReferenceIn(REPORT[5])).to.deep.equal({ start: 0, length: 1, line: 7 });
    });

    it('are no places in plain numbers', () => {
        for (const text of ['12 files changed', '1.5 s', '2026 was', 'a 12:5', '0:1 x']) {
            expect(lineReferenceIn(text), text).to.equal(undefined);
        }
    });

    it('belong to the nearest heading above', () => {
        const from = (line: number) => headingAbove(up => REPORT[line - up]);
        expect(from(2)).to.equal('/home/me/work/src/a.ts');
        expect(from(5)).to.equal('src/my file.ts');
    });

    it('belong to nothing where other text stands above', () => {
        expect(headingAbove(up => ['$ ls: no', '1:2 x'][1 - up])).to.equal(undefined);
    });
});

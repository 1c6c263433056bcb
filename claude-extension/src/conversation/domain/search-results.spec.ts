import { expect } from 'chai';
import { searchLines } from './search-results';

describe('results of a search', () => {
    it('lead to the line of each hit, and of the lines around it', () => {
        expect(
            searchLines('src/a.ts:12:  const a: number = 1;\nsrc/a.ts-13-  next\n--\nFound 1 file\n', false)
        ).to.deep.equal([
            { path: 'src/a.ts', line: 12, text: '  const a: number = 1;' },
            { path: 'src/a.ts', line: 13, text: '  next' },
            { text: '--' },
            { text: 'Found 1 file' }
        ]);
    });

    it('lead to files where only files were asked for', () => {
        expect(searchLines('Found 2 files\n/w/src/a.ts\nREADME.md\n', true)).to.deep.equal([
            { text: 'Found 2 files' },
            { text: '', path: '/w/src/a.ts' },
            { text: '', path: 'README.md' }
        ]);
        expect(searchLines('No files found', true)).to.deep.equal([{ text: 'No files found' }]);
    });

    it('say how many hits a file has', () => {
        expect(searchLines('src/a.ts:3', false)).to.deep.equal([{ path: 'src/a.ts', text: '3' }]);
    });
});

import { expect } from 'chai';
import { foldersOf } from './folders-of';

describe('folders that are looked for', () => {
    it('are those on the way to files, by their name or by a part of their path', () => {
        const paths = ['src/app/main.ts', 'src/app/view/app-bar.ts', 'test/app.ts'];
        expect(foldersOf(paths, 'app')).to.deep.equal(['src/app/']);
        expect(foldersOf(paths, 'src/app')).to.deep.equal(['src/app/', 'src/app/view/']);
        expect(foldersOf(paths, 'VIEW')).to.deep.equal(['src/app/view/']);
        expect(foldersOf(paths, 'nothing')).to.deep.equal([]);
    });
});

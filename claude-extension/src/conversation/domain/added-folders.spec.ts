import { expect } from 'chai';
import { changedFolders } from './added-folders';

describe('folders that are added to a session', () => {
    const own = '/work/app';

    it('are each there once, and the folder of the session is none of them', () => {
        expect(changedFolders(['/work/lib'], { with: '/work/docs', own })).to.deep.equal(['/work/lib', '/work/docs']);
        expect(changedFolders(['/work/lib'], { with: '/work/lib', own })).to.deep.equal(['/work/lib']);
        expect(changedFolders([], { with: own, own })).to.equal(null);
    });

    it('are said to be none when the last is taken out', () => {
        expect(changedFolders(['/work/lib', '/work/docs'], { without: '/work/lib', own })).to.deep.equal([
            '/work/docs'
        ]);
        expect(changedFolders(['/work/docs'], { without: '/work/docs', own })).to.equal(null);
    });
});

import { expect } from 'chai';
import { branchIn, gitFolderIn } from './git-head';

describe('the branch of a folder', () => {
    it('is read from what git keeps', () => {
        expect(branchIn('ref: refs/heads/feature/one\n')).to.equal('feature/one');
        expect(branchIn(`${'0123456789'.repeat(4)}\n`)).to.equal('01234567');
        expect(branchIn('ref: refs/remotes/x')).to.equal(undefined);
        expect(branchIn('')).to.equal(undefined);
    });

    it('is found from a worktree too', () => {
        expect(gitFolderIn('gitdir: /w/main/.git/worktrees/one\n')).to.equal('/w/main/.git/worktrees/one');
        expect(gitFolderIn('something')).to.equal(undefined);
    });
});

import { expect } from 'chai';
import { possibleRepositories, protectedBy } from './protected-paths';

const LIST = ['.git', '.claude/settings.json', '.mcp.json', '.husky'];

describe('protected paths', () => {
    it('are found at any depth, with what is below, whatever the case', () => {
        for (const [path, by] of [
            ['/w/.git/hooks', '.git'],
            ['/w/.git/hooks/pre-commit', '.git'],
            ['/w/.git/config', '.git'],
            ['/w/a/b/.GIT/Hooks/x', '.git'],
            ['/w/.git/worktrees/x/config.worktree', '.git'],
            ['/w/a/.claude/settings.json', '.claude/settings.json'],
            ['/w/.MCP.json', '.mcp.json'],
            ['/w/.husky/_/x', '.husky']
        ]) {
            expect(protectedBy(path, LIST), path).to.equal(by);
        }
    });

    it('are nothing else', () => {
        for (const path of [
            '/w/.git/index',
            '/w/.git/refs/heads/hooks/x',
            '/w/.git/config.lock',
            '/w/.github/hooks/x',
            '/w/.claude/commands/settings.json',
            '/w/claude/settings.json',
            '/w/src/hooks/use-it.ts',
            '/w/config'
        ]) {
            expect(protectedBy(path, LIST), path).to.equal(undefined);
        }
        expect(protectedBy('/w/.git/hooks/x', ['.mcp.json'])).to.equal(undefined);
    });

    it('may be those of a repository that has another name', () => {
        expect(possibleRepositories('/W/bare/hooks/x')).to.deep.equal([
            { folder: '/W/bare', there: ['objects', 'refs'] }
        ]);
        expect(possibleRepositories('/w/bare/config')).to.deep.equal([
            { folder: '/w/bare', there: ['objects', 'refs'] }
        ]);
        expect(possibleRepositories('/w/bare/refs/x')).to.deep.equal([
            { folder: '/w/bare', there: ['objects'], made: 'refs' }
        ]);
        expect(possibleRepositories('/w/.git/refs/x')).to.deep.equal([]);
        expect(possibleRepositories('/w/config/x')).to.deep.equal([]);
    });
});

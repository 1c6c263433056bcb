import { expect } from 'chai';
import { effectiveAccess, isCurtailed, Marks, rulesFor } from './path-policy';

/** A tree of folders in memory; what is not in it is a file. */
const TREE: Record<string, string[]> = {
    '/': ['data', 'home', 'tmp', 'usr'],
    '/home': ['ann', 'bob'],
    '/home/ann': ['.bashrc', '.dispatch', '.ssh', 'work'],
    '/home/ann/.dispatch': ['run', 'home'],
    '/usr': ['bin', 'lib']
};

async function compiled(marks: Record<string, 'none' | 'read' | 'all'>): Promise<string[]> {
    const rules = await rulesFor(new Map(Object.entries(marks)), async path => TREE[path] ?? []);
    return rules.map(({ access, path }) => `${access} ${path}`);
}

describe('rules from marks', () => {
    it('is one rule where nothing is less than its surroundings', async () => {
        expect(await compiled({})).to.deep.equal(['all /']);
        expect(await compiled({ '/home/ann': 'all' })).to.deep.equal(['all /']);
    });

    it('allows the siblings of what is denied, on each level', async () => {
        expect(await compiled({ '/home/ann/.ssh': 'none' })).to.deep.equal([
            'list /',
            'all /data',
            'all /home/ann/.bashrc',
            'all /home/ann/.dispatch',
            'all /home/ann/work',
            'all /home/bob',
            'all /tmp',
            'all /usr'
        ]);
    });

    it('opens a folder for reading where what is below may at least be read', async () => {
        expect(await compiled({ '/home/ann/.bashrc': 'read' })).to.deep.equal([
            'read /',
            'all /data',
            'all /home/ann/.dispatch',
            'all /home/ann/.ssh',
            'all /home/ann/work',
            'all /home/bob',
            'all /tmp',
            'all /usr'
        ]);
    });

    it('opens what is below a denied folder, where it is marked, and denies in that again', async () => {
        const marks = { '/home/ann/.dispatch': 'none', '/home/ann/.dispatch/home': 'all' } as const;
        expect(await compiled(marks))
            .to.include('all /home/ann/.dispatch/home')
            .and.not.include('all /home/ann/.dispatch');
    });

    it('leaves no room for what is denied and not there yet', async () => {
        const rules = await compiled({ '/home/bob/.ssh': 'none' });
        expect(rules).to.include('all /home/ann').and.not.include('all /home/bob');
    });

    it('says where not all can be done', () => {
        const marks: Marks = new Map([
            ['/tmp/dispatch/data', 'none'],
            ['/usr', 'read'],
            ['/usr/src/work', 'all']
        ]);
        expect(
            ['/tmp', '/tmp/other', '/usr/bin', '/usr/src/work', '/'].map(path => isCurtailed(path, marks))
        ).to.deep.equal([true, false, true, false, true]);
        expect(effectiveAccess('/usr/src/work/a', marks)).to.equal('all');
        expect(effectiveAccess('/tmp/dispatch/data/run', marks)).to.equal('none');
        expect(effectiveAccess('/usr/src/worker', marks)).to.equal('read');
    });
});

import { expect } from 'chai';
import { effectiveAccess } from './path-policy';
import { sandboxMarks, SandboxPlaces } from './sandbox-marks';

const ON_A_MACHINE: SandboxPlaces = {
    dataFolder: '/home/ann/.dispatch',
    programFolder: '/home/ann/dispatch',
    workspacesRoot: '/home/ann',
    home: '/home/ann',
    claudeFolder: '/home/ann/.config/claude',
    folders: ['/home/ann/work'],
    searchPath: ['/usr/bin', '/home/ann/.cargo/bin', '/home/ann/work/node_modules/.bin'],
    denied: ['/home/ann/.ssh'],
    dotFiles: ['.inputrc', '.claude.json']
};

const IN_A_CONTAINER: SandboxPlaces = {
    dataFolder: '/data',
    programFolder: '/opt/dispatch',
    workspacesRoot: '/workspaces',
    home: '/data/home',
    claudeFolder: '/data/home/.claude',
    folders: ['/workspaces/work'],
    searchPath: ['/usr/bin'],
    denied: ['/data/home/.ssh'],
    dotFiles: []
};

function accessTo(places: SandboxPlaces, ...paths: string[]): Record<string, string> {
    const marks = sandboxMarks(places);
    return Object.fromEntries(paths.map(path => [path, effectiveAccess(path, marks)]));
}

describe('what Claude may do where', () => {
    it('on a machine, where the data folder is in the home', () => {
        const paths = [
            '.dispatch/run/secret',
            '.ssh/id',
            '.bashrc',
            '.inputrc',
            '.config/git/config',
            'dispatch/gateway'
        ];
        const free = [
            'work/new',
            '.claude.json',
            '.config/claude/x',
            '.cache/x',
            'other/x',
            'work/node_modules/.bin/x'
        ];
        expect(
            accessTo(ON_A_MACHINE, ...[...paths, ...free, '.cargo/bin/git'].map(each => `/home/ann/${each}`))
        ).to.deep.equal({
            '/home/ann/.dispatch/run/secret': 'none',
            '/home/ann/.ssh/id': 'none',
            '/home/ann/.bashrc': 'read',
            '/home/ann/.inputrc': 'read',
            '/home/ann/.config/git/config': 'read',
            '/home/ann/dispatch/gateway': 'read',
            '/home/ann/work/new': 'all',
            '/home/ann/.claude.json': 'all',
            '/home/ann/.config/claude/x': 'all',
            '/home/ann/.cache/x': 'all',
            '/home/ann/other/x': 'all',
            '/home/ann/work/node_modules/.bin/x': 'all',
            '/home/ann/.cargo/bin/git': 'read'
        });
    });

    it('on a search path that names the home itself, too', () => {
        const places = { ...ON_A_MACHINE, searchPath: ['/home', '/home/ann', '/home/ann/tools'] };
        expect(accessTo(places, '/home/ann/.cache/x', '/home/ann/other', '/home/ann/tools/git')).to.deep.equal({
            '/home/ann/.cache/x': 'all',
            '/home/ann/other': 'all',
            '/home/ann/tools/git': 'read'
        });
    });

    it('in a container, where the home is in the data folder', () => {
        expect(
            accessTo(
                IN_A_CONTAINER,
                '/data/run/secret',
                '/data/people/default/state.db',
                '/data/home/.ssh/id',
                '/data/home/.bashrc',
                '/data/home/.npm/x',
                '/workspaces/work/x',
                '/opt/dispatch/gateway',
                '/tmp/x'
            )
        ).to.deep.equal({
            '/data/run/secret': 'none',
            '/data/people/default/state.db': 'none',
            '/data/home/.ssh/id': 'none',
            '/data/home/.bashrc': 'read',
            '/data/home/.npm/x': 'all',
            '/workspaces/work/x': 'all',
            '/opt/dispatch/gateway': 'read',
            '/tmp/x': 'all'
        });
    });

    it('opens a folder of the program that a person opened, and never what is denied', () => {
        const folders = ['/home/ann/dispatch', '/home/ann/.ssh/keys', '/home/ann/.dispatch/people'];
        expect(
            accessTo(
                { ...ON_A_MACHINE, folders },
                '/home/ann/dispatch/src',
                '/home/ann/.ssh/keys/id',
                '/home/ann/.dispatch/people/default'
            )
        ).to.deep.equal({
            '/home/ann/dispatch/src': 'all',
            '/home/ann/.ssh/keys/id': 'none',
            '/home/ann/.dispatch/people/default': 'none'
        });
    });

    it('denies its own data also where that is the home, or a session is opened in it', () => {
        const places = { ...ON_A_MACHINE, dataFolder: '/home/ann', folders: ['/home/ann'] };
        expect(accessTo(places, '/home/ann/run/secret', '/home/ann/gateway.db', '/home/ann/work')).to.deep.equal({
            '/home/ann/run/secret': 'none',
            '/home/ann/gateway.db': 'none',
            '/home/ann/work': 'all'
        });
    });
});

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
    dotFiles: ['.inputrc', '.claude.json'],
    links: []
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
    dotFiles: [],
    links: []
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

    it('keeps what shells run also where that is elsewhere and a link in the home leads to it', () => {
        const to = (name: string, real: string, isFile = true) => ({ name, real: `/home/ann/${real}`, isFile });
        const places = {
            ...ON_A_MACHINE,
            links: [
                to('.bashrc', 'dotfiles/bashrc'),
                to('.config', 'dotfiles/config', false),
                to('.selected_editor', 'dotfiles/editor'),
                to('.cache', 'large/cache', false),
                to('.claude.json', 'dotfiles/claude'),
                to('notes', 'dotfiles/notes'),
                to('.profile', 'work/profile'),
                { name: 'bin', real: '/home/ann', isFile: false }
            ]
        };
        const paths = ['bashrc', 'config/x', 'editor', 'claude', 'notes', 'new'].map(
            each => `/home/ann/dotfiles/${each}`
        );
        const access = accessTo(places, ...paths, '/home/ann/large/cache/x', '/home/ann/work/profile', '/home/ann/x');
        expect(Object.values(access)).to.deep.equal(['read', 'read', 'read', 'all', 'all', 'all', 'all', 'all', 'all']);
    });

    it('opens nothing that is denied because of a link to it, or a search path in it', () => {
        const places = {
            ...ON_A_MACHINE,
            searchPath: ['/home/ann/.ssh/bin', '/home/ann/.dispatch/bin'],
            links: [{ name: '.profile', real: '/home/ann/.ssh/config', isFile: true }]
        };
        expect(
            accessTo(places, '/home/ann/.ssh/bin/x', '/home/ann/.dispatch/bin/x', '/home/ann/.ssh/config')
        ).to.deep.equal({
            '/home/ann/.ssh/bin/x': 'none',
            '/home/ann/.dispatch/bin/x': 'none',
            '/home/ann/.ssh/config': 'none'
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

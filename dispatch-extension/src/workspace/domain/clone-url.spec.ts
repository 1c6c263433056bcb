import { expect } from 'chai';
import { nameOfRepository, readCloneUrl, withoutCredentials } from './clone-url';

describe('clone url', () => {
    it('takes https, ssh in both forms, and folders', () => {
        expect(
            [
                'https://example.org/a/b.git',
                'ssh://git@example.org:22/a/b',
                'git@example.org:a/b.git',
                'file:///srv/my%20repo',
                '/srv/repo'
            ].map(readCloneUrl)
        ).to.deep.equal([
            { kind: 'remote', url: 'https://example.org/a/b.git' },
            { kind: 'remote', url: 'ssh://git@example.org:22/a/b' },
            { kind: 'remote', url: 'git@example.org:a/b.git' },
            { kind: 'folder', path: '/srv/my repo' },
            { kind: 'folder', path: '/srv/repo' }
        ]);
    });

    it('refuses what would run a program, be an option, or go anywhere else', () => {
        const refused = [
            'ext::sh -c "touch /tmp/x"',
            'ext::https://example.org/',
            '--upload-pack=touch /tmp/x',
            '-u/tmp/x',
            'ssh://-oProxyCommand=touch',
            'git@-oProxyCommand=x:a',
            '-o@host:a',
            'git@host:-x',
            'http://example.org/a',
            'git://example.org/a',
            'ftp://example.org/a',
            'file://host/share',
            'relative/path',
            '../up',
            'https://example.org/a\nb',
            'https://example.org/a b',
            'javascript:alert(1)',
            ''
        ];
        expect(refused.filter(url => readCloneUrl(url) !== undefined)).to.deep.equal([]);
    });

    it('knows the name that git would choose', () => {
        expect(
            ['https://h/a/b.git', 'git@h:b.git', 'https://h/a/b/', '/srv/b/.git', 'https://h/a/b'].map(nameOfRepository)
        ).to.deep.equal(['b', 'b', 'b', 'b', 'b']);
    });

    it('says no password', () => {
        expect(withoutCredentials("fatal: unable to access 'https://me:secret@h/a': no")).to.equal(
            "fatal: unable to access 'https://h/a': no"
        );
        expect(
            [
                'https://me:s@cret@h/a',
                'https://secret@h/a',
                'ssh://git:secret@h:22/a',
                'ssh://git@h/a',
                'https://h/a@b'
            ].map(withoutCredentials)
        ).to.deep.equal(['https://h/a', 'https://h/a', 'ssh://git@h:22/a', 'ssh://git@h/a', 'https://h/a@b']);
    });
});

import { expect } from 'chai';
import { isFolderUnknown } from './shell-folder';

const done = (...commands: string[]) => commands.map(command => ({ command, done: true }));

describe('folder of a shell', () => {
    it('is known as long as nothing could have changed it', () => {
        expect(isFolderUnknown(done('npm test', 'ls | grep cd-rom', 'git log --cd'), '/w')).to.equal(false);
    });

    for (const command of [
        'cd src',
        'ls && cd src',
        "c'd' src",
        'c\\d src',
        'pushd src',
        '. ./x',
        'source x',
        'eval "cd src"',
        '$X src',
        'ls; `x`',
        'ls\ncd src',
        'cd;ls',
        'cd&&ls',
        'ls;popd;ls',
        'c$X src'
    ]) {
        it(`is not known after ${JSON.stringify(command)}, also where nobody knows whether it ran`, () => {
            expect(isFolderUnknown([{ command, done: false }], '/w')).to.equal(true);
        });
    }

    it('is known again after a change to just that folder that ended well', () => {
        expect(isFolderUnknown(done('cd src', 'cd /w && npm test'), '/w')).to.equal(false);
        expect(isFolderUnknown(done('cd src', 'cd /w; cd x'), '/w')).to.equal(true);
        expect(isFolderUnknown([...done('cd src'), { command: 'cd /w', done: false }], '/w')).to.equal(true);
    });

    it('is told in a moment of any command, however long', () => {
        const startedAtMs = Date.now();
        expect(isFolderUnknown(done('('.repeat(200_000), '\n'.repeat(200_000), 'a'.repeat(200_000)), '/w')).to.equal(
            false
        );
        expect(Date.now() - startedAtMs).to.be.below(2_000);
    });
});

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
        'c$X src',
        'c{d,} src'
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

    for (const command of [
        'PATH=/evil:$PATH',
        'export PATH=/evil',
        'git() { rm -r .; }',
        'function git { rm -r .; }',
        'ls; A=1',
        'A=1; ls',
        'A=1',
        'read PATH < x',
        'printf -v PATH x',
        'echo ${PATH:=x}',
        '((PATH=1))',
        '. ./x && cd /w',
        'unset PATH',
        'for PATH in x; do ls; done',
        'declare -x A',
        'GIT_DIR=x B=2\nls',
        'printf -vPATH x',
        "printf $'-v' PATH x",
        'printf {-v,PATH,x}',
        'rea{d,} PATH < x',
        `git${' '.repeat(30)}() { rm -r .; }`,
        `git (${' '.repeat(30)}) { rm -r .; }`,
        'git \\\n   () { rm -r .; }',
        'ls {PATH}> x'
    ]) {
        it(`is not what it seems after ${JSON.stringify(command)} where shells are kept, also back in the folder`, () => {
            const kept = [command, 'cd /w'].map(each => ({ command: each, done: true, keepsShell: true }));
            expect(isFolderUnknown(kept, '/w')).to.equal(true);
        });
    }

    it('is what it seems after what only the program itself sees', () => {
        const commands = ['CI=1 npm test', 'A=1 B=x make all', 'make CC-gcc', 'ls --color=never', 'cp {a,b} c'];
        commands.push("printf '%s' x", 'printf -- x', 'cd src', 'cd /w');
        const kept = commands.map(command => ({ command, done: true, keepsShell: true }));
        expect(isFolderUnknown(kept, '/w')).to.equal(false);
    });

    it('is told in a moment of any command, however long', () => {
        const startedAtMs = Date.now();
        expect(isFolderUnknown(done('('.repeat(200_000), '\n'.repeat(200_000), 'a'.repeat(200_000)), '/w')).to.equal(
            false
        );
        expect(Date.now() - startedAtMs).to.be.below(2_000);
        const long = ['A=1 '.repeat(50_000), '('.repeat(100_000), 'a'.repeat(100_000), 'x '.repeat(50_000)];
        for (const command of long) {
            isFolderUnknown([{ command, done: true, keepsShell: true }], '/w');
        }
        expect(Date.now() - startedAtMs).to.be.below(4_000);
    });
});

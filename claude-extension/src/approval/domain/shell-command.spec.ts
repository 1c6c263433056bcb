import { expect } from 'chai';
import fc from 'fast-check';
import { isPlain, quoteWord, readShellCommand, ShellFeature } from './shell-command';

describe('shell command', () => {
    it('reads plain words, with quotes taken away', () => {
        const command = readShellCommand(`  git commit -m "it's \\"new\\"" 'a $b' c'd'"e" `);
        expect(command.parts).to.deep.equal([
            { words: ['git', 'commit', '-m', `it's "new"`, 'a $b', 'cde'], targets: [] }
        ]);
        expect(isPlain(command)).to.equal(true);
    });

    it('reads programs that follow each other, and what is piped', () => {
        const command = readShellCommand('npm run build && npm test | tail -3; ls\nwc a || true');
        expect(command.parts.map(({ words }) => words)).to.deep.equal([
            ['npm', 'run', 'build'],
            ['npm', 'test'],
            ['tail', '-3'],
            ['ls'],
            ['wc', 'a'],
            ['true']
        ]);
        expect([...command.features]).to.have.members(['chain', 'pipe']);
        expect(isPlain(command)).to.equal(true);
    });

    const traps: [text: string, feature: ShellFeature][] = [
        ['npm test > out', 'redirection'],
        ['npm test 2>&1', 'redirection'],
        ['cat <<EOF', 'redirection'],
        ['cat <(ls)', 'substitution'],
        ['npm test $(rm x)', 'substitution'],
        ['npm test "$(rm x)"', 'substitution'],
        ['npm test `rm x`', 'substitution'],
        ['npm test "`rm x`"', 'substitution'],
        ['npm test $HOME', 'variable'],
        ['npm test "${x}"', 'variable'],
        ["npm test $'\\n'", 'escape'],
        ['npm test \\\nrm x', 'escape'],
        ['npm te\\st', 'escape'],
        ['npm test & rm x', 'background'],
        ['npm test |& cat', 'background'],
        ['NODE_OPTIONS=-r./x npm test', 'assignment'],
        ['PATH+=. npm test', 'assignment'],
        ['=npm test', 'assignment'],
        ['(npm test)', 'group'],
        ['{ npm test; }', 'glob'],
        ['npm test {a,b}', 'glob'],
        ['npm test *', 'glob'],
        ['npm test [a]', 'glob'],
        ['npm test ~/x', 'home'],
        ['npm test # x', 'comment'],
        ['! npm test', 'keyword'],
        ['if true', 'keyword'],
        ['npm test "x', 'unfinished'],
        ["npm test 'x", 'unfinished'],
        ['npm test &&', 'unfinished'],
        ['npm test ;; ls', 'unfinished'],
        ['npm test | | ls', 'unfinished'],
        ['npm test >', 'unfinished'],
        ['npm test\r', 'control'],
        ['npm test \u0000x', 'control'],
        ['npm\u00a0test', 'control'],
        ['npm test \u202Ex', 'control'],
        ['npm test "a\nb"', 'control']
    ];
    for (const [text, feature] of traps) {
        it(`takes ${JSON.stringify(text)} for more than plain: ${feature}`, () => {
            const command = readShellCommand(text);
            expect(command.features).to.include(feature);
            expect(isPlain(command)).to.equal(false);
        });
    }

    it('shows where a redirection leads', () => {
        expect(readShellCommand('echo x 2>>/etc/passwd').parts).to.deep.equal([
            { words: ['echo', 'x'], targets: ['/etc/passwd'] }
        ]);
    });

    it('is no plain command when there is nothing', () => {
        expect(isPlain(readShellCommand(' \n'))).to.equal(false);
    });

    it('writes any word so that it reads back as itself, or not at all', () => {
        fc.assert(
            fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), word => {
                const quoted = quoteWord(word);
                if (quoted !== undefined) {
                    expect(readShellCommand(`x ${quoted}`).parts[0].words).to.deep.equal(['x', word]);
                }
            })
        );
        expect(quoteWord("it's")).to.equal(`"it's"`);
        expect(quoteWord('*')).to.equal(`'*'`);
        expect(quoteWord('a\rb')).to.equal(undefined);
    });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { findAllowing } from '../domain/rule-matcher';
import { isPlain, readShellCommand } from '../domain/shell-command';

/** Pieces that shells care about, and some that only look so. */
const PIECES = [
    ...' \t\'"\\$`;&|<>(){}*?[]~!#=^%-_.,/:@+\n',
    'a',
    'é',
    'а',
    'show',
    'touch x',
    '$(',
    '${IFS}',
    '&&',
    '||',
    '>>',
    '2>',
    '\\\n',
    "$'",
    'A=1 ',
    ' # ',
    '--',
    'x=~/y'
];

describe('shell command, against a real bash', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shell-command-'));
    after(() => rmSync(folder, { recursive: true }));

    it('is only plain where bash gives the programs just these words', function () {
        this.timeout(120_000);
        const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 10 }).map(pieces => `show ${pieces.join('')}`);
        const seen: { text: string; words: string[] }[] = [];
        fc.assert(
            fc.property(text, line => {
                const command = readShellCommand(line);
                // every part calls `show`, and none of them is skipped or read from a pipe
                if (isPlain(command) && command.parts.every(({ words }) => words[0] === 'show')) {
                    if (!command.features.has('pipe') && !line.includes('||')) {
                        seen.push({ text: line, words: command.parts.flatMap(({ words }) => [...words, '\n']) });
                    }
                }
            }),
            { numRuns: 20_000 }
        );
        expect(seen.length).to.be.greaterThan(300);
        expect(inBash(seen.map(one => one.text))).to.deep.equal(seen.map(one => one.words));
        expect(readdirSync(folder)).to.deep.equal([]);
    });

    it('lets no rule pass what would run anything else, whatever is put around or into an allowed command', async function () {
        this.timeout(120_000);
        const trap = [
            ';',
            '&',
            '&&',
            '||',
            '|',
            '\n',
            '`',
            '$(',
            '${',
            '>',
            '<',
            '(',
            '\\\n',
            '\r',
            '\u2028',
            '\u000b'
        ];
        const quoted = ["';'", '";', "$'\\x3b'", '#\n', '{', '!', '=', '~', '*', '""', "''", "'", '"', '\\', ')', 'x'];
        const piece = fc.constantFrom(
            ...trap,
            ...quoted,
            '',
            ' ',
            '\t',
            ' show x ',
            ' show test ',
            'show\ttest',
            ' touch x '
        );
        const rules = [{ tool: 'command' as const, pattern: 'show test *', folder }];
        const place = { folder, isFolderUnknown: false, forbidden: '/nowhere', real: async (path: string) => path };
        const passed: string[] = [];
        await fc.assert(
            fc.asyncProperty(fc.array(piece, { maxLength: 5 }), fc.array(piece, { maxLength: 6 }), async (a, b) => {
                const command = `${a.join('')}show test${b.join('')}`;
                if (await findAllowing(rules, { name: 'Bash', input: { command } }, place)) {
                    passed.push(command);
                }
            }),
            { numRuns: 20_000 }
        );
        expect(passed.length).to.be.greaterThan(100);
        const calls = inBash(passed).flatMap(words => words.join('\0').split('\0\n').slice(0, -1));
        expect(calls.length).to.be.greaterThan(100);
        expect(calls.filter(call => !/^\0?show\0test(\0|$)/.test(call))).to.deep.equal([]);
        expect(readdirSync(folder)).to.deep.equal([]);
    });

    /** The words of every call, by line; one shell for all, so that this ends soon. */
    function inBash(lines: readonly string[]): string[][] {
        const script = `show() { printf '%s\\0' show "$@" $'\\n'; }\n`;
        const calls = lines.map(line => `${line}\nprintf '\\1'\n`).join('');
        const output = execFileSync('bash', ['--norc', '-c', script + calls], { cwd: folder, encoding: 'utf8' });
        const answers = output.split('\u0001').slice(0, -1);
        return answers.map(answer => answer.split('\0').slice(0, -1));
    }
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import { builtSandbox } from '../testing/built-sandbox';
import { Launcher } from './launcher';

const ORDINARY = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false ; a comment
\tlogallrefupdates = true
[remote "origin"]
\turl = https://example.org/a "b" # another
\tfetch = +refs/heads/*:refs/remotes/origin/*
\ttagOpt = --no-tags
[Branch "a \\"b\\" \\\\ c"]
\tremote = origin
\tmerge = refs/heads/main
[submodule "x"]
\tactive
\tupdate = rebase
[extensions] worktreeConfig = true
[user]
\tname = A \\
\t\tB
`;

/** By what each would do. */
const REFUSED: Record<string, string> = {
    'a command': '[core]\n\tfsmonitor = evil\n',
    'a command in other letters': '[CORE]\n\tFsMonitor = evil\n',
    'a command behind a header': '[core] sshCommand = evil\n',
    'hooks from elsewhere': '[core]\n\thooksPath = evil\n',
    'the old way to write a subsection': '[remote.origin]\n\turl = x\n',
    'another file': '[include]\n\tpath = evil\n',
    'another file, sometimes': '[includeIf "gitdir:/"]\n\tpath = evil\n',
    'an alias': '[alias]\n\tst = !evil\n',
    'a filter': '[filter "x"]\n\tclean = evil\n',
    'a sign-in': '[credential]\n\thelper = !evil\n',
    'a helper for an address': '[remote "x"]\n\turl = ext::evil\n',
    'a helper for an address, in quotes': '[remote "x"]\n\turl = "ex"t"::evil"\n',
    'a helper for an address, behind quotes': '[remote "x"]\n\turl = "" ext::evil\n',
    'a helper for an address, on the next line': '[remote "x"]\n\turl = \\\n  ext::evil\n',
    'a helper for an address, behind a return': '[remote "x"]\n\turl = \rext::evil\n',
    'an option for an address': '[remote "x"]\n\turl = --upload-pack=evil\n',
    'an address by which others are replaced': '[url "ext::evil "]\n\tinsteadOf = https://\n',
    'an update that is a command': '[submodule "x"]\n\tupdate = !evil\n',
    'another folder': '[core]\n\tworktree = /home/me\n',
    'a command after a value that goes on': '[user]\n\tname = a \\\n b\n[core]\n\tpager = evil\n',
    'a command in what looks like a comment to some': '[user]\n\tname = "#" \n[core]\n\teditor = evil\n',
    'a subsection that ends early': '[remote "a\\"]\n[core]\n\tpager = evil\n#"]\n\turl = x\n',
    'no end of a quote': '[user]\n\tname = "a\n',
    'no section': 'pager = evil\n',
    'a NUL': '[user]\n\tname = a\0\n[core]\n\tpager = evil\n',
    'a mark of its encoding': '\uFEFF[user]\n\tname = a\n',
    'an unknown escape': '[user]\n\tname = \\q\n'
};

/** What is known to run nothing, once more, for names as `git config --list` tells them. */
const HARMLESS = /^(core\.(bare|filemode|eol)|user\.(name|email)|(remote|branch)\.[^]*\.(url|fetch|remote|merge))$/i;

const run = promisify(execFile);

describe('the reader of configurations of git', function () {
    this.timeout(60_000);
    let folder: string;
    let file: string;

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), 'git-config-'));
        file = join(folder, 'fresh');
        await writeFile(join(folder, 'present'), '');
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    async function whyNot(text: string, present = ''): Promise<string | undefined> {
        await writeFile(file, text);
        await writeFile(join(folder, 'present'), present);
        return new Launcher(builtSandbox().launcher).whyNotConfiguration(file, join(folder, 'present'));
    }

    it('takes what runs nothing', async () => {
        expect(await whyNot(ORDINARY)).to.equal(undefined);
        expect(await whyNot(ORDINARY.replaceAll('\n', '\r\n').replace('\\\r\n', ''))).to.equal(undefined);
        expect(await whyNot('')).to.equal(undefined);
    });

    it('refuses what runs something, leads elsewhere, or is not understood', async () => {
        const outcomes: Record<string, boolean> = {};
        for (const [what, text] of Object.entries(REFUSED)) {
            outcomes[what] = (await whyNot(text)) !== undefined;
        }
        expect(outcomes).to.deep.equal(Object.fromEntries(Object.keys(REFUSED).map(what => [what, true])));
        expect(await whyNot('[core]\n\tfsmonitor = evil\n')).to.equal('core.fsmonitor is not known to be harmless');
    });

    it('takes what stood there with the same value, and only that', async () => {
        const present = '[core]\n\tpager = less\n[alias]\n\tst = status\n';
        expect(await whyNot(`${ORDINARY}[alias]\n\tst=status\n[core]\n\tpager = "less"\n`, present)).to.equal(
            undefined
        );
        expect(await whyNot('[core]\n\tpager = evil\n', present)).to.equal('core.pager is not known to be harmless');
        expect(await whyNot('[core]\n\tpager\n', present)).to.equal('core.pager is not known to be harmless');
        expect(await whyNot('[alias]\n\tst = status x\n', present)).to.equal('alias.st is not known to be harmless');
    });

    it('refuses what is too long', async () => {
        expect(await whyNot(`#${'x'.repeat(1024 * 1024)}\n`)).to.equal('it is not understood');
        expect(await whyNot(`[remote "${'x'.repeat(300)}"]\n\turl = x\n`)).to.equal('it is not understood');
    });

    it('takes nothing in which git sees more, whatever it is made of', async () => {
        const pieces = fc.constantFrom(
            ...[
                '[core]',
                '[user]',
                '[remote "a"]',
                '[remote "',
                '"]',
                ']',
                '[',
                '"',
                '\\',
                '\n',
                '\n',
                '\n',
                '\r\n',
                '\r',
                ' ',
                '\t',
                '#',
                ';',
                '='
            ],
            ...[
                'name = x',
                'bare',
                'fsmonitor = evil',
                'pager',
                'url = y',
                'eol=',
                '\\\n',
                '\\n',
                '\\"',
                'a',
                '.',
                '\0',
                '\v',
                'é'
            ]
        );
        let accepted = 0;
        const texts = fc.array(pieces, { maxLength: 14 }).map(parts => `[core]\n${parts.join('')}`);
        await fc.assert(
            fc.asyncProperty(texts, async text => {
                if ((await whyNot(text)) !== undefined) {
                    return;
                }
                accepted++;
                // what git does not understand either, it does not use
                const { stdout } = await run('git', ['config', '--file', file, '--list', '-z', '--name-only']).catch(
                    () => ({ stdout: '' })
                );
                const seen = stdout.split('\0').filter(Boolean);
                expect(
                    seen.filter(name => !HARMLESS.test(name)),
                    JSON.stringify(text)
                ).to.deep.equal([]);
            }),
            { numRuns: 600 }
        );
        expect(accepted).to.be.greaterThan(20);
    });
});

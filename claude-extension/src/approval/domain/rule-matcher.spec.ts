import { expect } from 'chai';
import fc from 'fast-check';
import { RuleDraft, RuleTool } from '../common/approval-protocol';
import { CallPlace, findAllowing } from './rule-matcher';

const FOLDER = '/work/app';
/** Links, by where they are. */
const LINKS: Readonly<Record<string, string>> = {
    '/work/app/out': '/etc',
    '/work/app/src/link': '/home/ada/.ssh',
    '/work/app/in': '/work/app/src'
};

const place: CallPlace = {
    folder: FOLDER,
    isFolderUnknown: false,
    forbidden: '/work/app/.dispatch',
    real: async path => followed(normal(path))
};

const rule = (tool: RuleTool, pattern: string): RuleDraft => ({ tool, pattern, folder: FOLDER });

async function allowed(rules: RuleDraft[], name: string, input: Record<string, unknown>): Promise<boolean> {
    return (await findAllowing(rules, { name, input }, place)) !== undefined;
}

const runs = (patterns: string[], command: string): Promise<boolean> =>
    allowed(
        patterns.map(pattern => rule('command', pattern)),
        'Bash',
        { command, description: 'Runs it' }
    );

describe('rules about commands', () => {
    it('allow the same words, however they are quoted', async () => {
        expect(await runs(['npm test'], 'npm  test')).to.equal(true);
        expect(await runs(['npm test'], `'npm' "test"`)).to.equal(true);
        expect(await runs(['npm test'], 'npm test -- --grep x')).to.equal(false);
        expect(await runs(['npm test'], 'npm')).to.equal(false);
    });

    it('allow further words where the rule says so, as long as none leads out of the folder', async () => {
        for (const command of ['npm test', 'npm test -- --grep x', 'npm test src/a.spec.js', 'npm test /work/app/x']) {
            expect(await runs(['npm test *'], command), command).to.equal(true);
        }
        for (const word of [
            '/etc/passwd',
            '../x',
            'a/../../x',
            'out/passwd',
            'src/link/id_rsa',
            '--config=/etc/x',
            '--config=../x',
            '-c/etc/x',
            '-xf/etc/x',
            '-xf../x',
            'a:/etc/x',
            '@/etc/x',
            '-d@../x',
            `'a b=~/x'`,
            `'~/x'`,
            'https://evil.example/x',
            'file:///etc/x',
            '.dispatch/run/secret',
            '/work/application/x'
        ]) {
            expect(await runs(['npm test *'], `npm test ${word}`), word).to.equal(false);
        }
    });

    const smuggled = [
        'npm test; rm x',
        'npm test && rm x',
        'npm test || rm x',
        'npm test | sh',
        'npm test & rm x',
        'npm test\nrm x',
        'npm test $(rm x)',
        'npm test "$(rm x)"',
        'npm test `rm x`',
        'npm test > x',
        'npm test 2>x',
        'npm test <x',
        'npm test <(rm x)',
        'X=1 npm test',
        'npm test $X',
        'npm test "${X}"',
        'npm test {a,b}',
        'npm test *',
        'npm test ~',
        'npm test #',
        'npm test \\\n; rm x',
        'npm test \r rm x',
        'npm test \u2028rm x',
        'npm test\u00a0x',
        'npm test\u202E x',
        '(npm test)',
        '! npm test',
        'time npm test',
        'env npm test',
        'nрm test',
        './npm test',
        'cd src && npm test'
    ];
    for (const command of smuggled) {
        it(`do not let pass ${JSON.stringify(command)}`, async () => {
            expect(await runs(['npm test', 'npm test *'], command)).to.equal(false);
        });
    }

    it('allow several commands in a row only where each has its rule', async () => {
        const both = ['npm run build', 'npm test *'];
        expect(await runs(both, 'npm run build && npm test -- a | npm test')).to.equal(true);
        expect(await runs(both, 'npm run build && npm test && rm x')).to.equal(false);
        expect(await runs([...both, 'cd src'], 'cd src && npm test')).to.equal(false);
    });

    it('hold back while it is not known in which folder the shell is', async () => {
        const call = { name: 'Bash', input: { command: 'npm test' } };
        const rules = [rule('command', 'npm test')];
        expect(await findAllowing(rules, call, { ...place, isFolderUnknown: true })).to.equal(undefined);
    });

    it('know nothing of a call with more to it than a command', async () => {
        const more = { command: 'npm test', dangerouslyDisableSandbox: true };
        expect(await allowed([rule('command', 'npm test')], 'Bash', more)).to.equal(false);
        const background = { command: 'npm test', run_in_background: true };
        expect(await allowed([rule('command', 'npm test')], 'Bash', background)).to.equal(false);
        expect(await allowed([rule('command', 'npm test')], 'Shell', { command: 'npm test' })).to.equal(false);
    });

    it('are none where they could run anything', async () => {
        for (const pattern of [
            '*',
            'sh *',
            '/bin/sh -c *',
            'env *',
            'node *',
            '/usr/bin/python3.12 *',
            'python3 -c *',
            'strace *',
            'vim *',
            'node -e *',
            'git *',
            'npm test; rm *'
        ]) {
            expect(await runs([pattern], pattern.replace('*', 'x')), pattern).to.equal(false);
        }
    });
});

describe('rules about files', () => {
    const changes = (pattern: string, path: string): Promise<boolean> =>
        allowed([rule('change', pattern)], 'Edit', { file_path: path, old_string: 'a', new_string: 'b' });

    it('allow what their pattern says, below the folder', async () => {
        expect(await changes('src/**', '/work/app/src/a/b.ts')).to.equal(true);
        expect(await changes('src/**', 'src/a.ts')).to.equal(true);
        expect(await changes('src/*.ts', 'src/a.ts')).to.equal(true);
        expect(await changes('src/*.ts', 'src/a/b.ts')).to.equal(false);
        expect(await changes('**/*.md', 'a/b/c.md')).to.equal(true);
        expect(await changes('**/*.md', 'c.md')).to.equal(true);
        expect(await changes('docs/**', 'src/a.ts')).to.equal(false);
        expect(await changes('**', 'in/a.ts')).to.equal(true);
        expect(await changes('in/**', 'in/a.ts')).to.equal(false);
    });

    it('are looked at in no time, however many “**” a hostile pattern has', async () => {
        // each “**” could be tried at each of the segments: 60 over 25 ways
        const pattern = `${'**/a/'.repeat(25)}b`;
        expect(await changes(pattern, 'a/'.repeat(60) + 'c')).to.equal(false);
        expect(await changes(pattern, 'a/'.repeat(60) + 'b')).to.equal(true);
        expect(await changes(`${'**/'.repeat(40)}**`, 'a/'.repeat(60) + 'b')).to.equal(true);
        expect(await changes(`${'*a'.repeat(40)}*b`, 'a'.repeat(80))).to.equal(false);
    });

    it('mean the same by “**”, wherever it stands and however often', async () => {
        const pieces = fc.array(fc.constantFrom('**', '**', '*', 'a', 'b', 'a*'), { minLength: 1, maxLength: 7 });
        const paths = fc.array(fc.constantFrom('a', 'b', 'ab', 'c'), { minLength: 1, maxLength: 7 });
        await fc.assert(
            fc.asyncProperty(pieces, paths, async (pattern, path) => {
                expect(await changes(pattern.join('/'), path.join('/'))).to.equal(meant(pattern, path));
            }),
            { numRuns: 500 }
        );
    });

    for (const path of [
        '/etc/passwd',
        '../other/x',
        'src/../../other/x',
        'out/passwd',
        'src/link/id_rsa',
        '/work/app',
        '/work/application/x',
        '~/.bashrc',
        '.git/hooks/pre-commit',
        'sub/.GIT/config',
        '.claude/settings.json',
        '.mcp.json',
        '.vscode/tasks.json',
        '.dispatch/run/secret',
        'x\0y'
    ]) {
        it(`never let ${JSON.stringify(path)} be changed`, async () => {
            expect(await changes('**', path)).to.equal(false);
        });
    }

    it('know nothing of a call that names two paths', async () => {
        const call = { file_path: 'src/a.ts', path: '/etc/passwd', old_string: 'a', new_string: 'b' };
        expect(await allowed([rule('change', '**')], 'Edit', call)).to.equal(false);
    });

    it('never lead out of the folder, whatever path is made of links and dots', async () => {
        const segment = fc.constantFrom('..', '.', '', 'src', 'in', 'out', 'link', 'a', 'work', 'app', '~');
        await fc.assert(
            fc.asyncProperty(fc.array(segment, { maxLength: 8 }), fc.boolean(), async (segments, isAbsolute) => {
                const path = `${isAbsolute ? '/' : ''}${segments.join('/')}`;
                if (path !== '' && (await changes('**', path))) {
                    const real = followed(normal(path.startsWith('/') ? path : `${FOLDER}/${path}`));
                    expect(real.startsWith(`${FOLDER}/`), `${path} → ${real}`).to.equal(true);
                }
            }),
            { numRuns: 3_000 }
        );
    });
});

describe('rules about addresses and other tools', () => {
    const fetches = (url: string): Promise<boolean> =>
        allowed([rule('fetch', 'docs.example.org')], 'WebFetch', { url, prompt: 'Read' });

    it('allow one host, over TLS', async () => {
        expect(await fetches('https://docs.example.org/a?b#c')).to.equal(true);
        expect(await fetches('https://DOCS.example.org')).to.equal(true);
        for (const url of [
            'http://docs.example.org/',
            'https://docs.example.org.evil.test/',
            'https://docs.example.org@evil.test/',
            'https://docs.example.org:8443/',
            'https://evil.test/docs.example.org',
            'https://docs.example.org\\@evil.test/',
            'https://xdocs.example.org/',
            ' https://docs.example.org/',
            'file:///etc/passwd'
        ]) {
            expect(await fetches(url), url).to.equal(false);
        }
    });

    it('allow a tool by its whole name only, and never an answer to a question', async () => {
        expect(await allowed([rule('tool:mcp__db__query', '*')], 'mcp__db__query', { sql: 'x' })).to.equal(true);
        expect(await allowed([rule('tool:mcp__db__query', '*')], 'mcp__db__drop', {})).to.equal(false);
        expect(await allowed([rule('tool:AskUserQuestion', '*')], 'AskUserQuestion', {})).to.equal(false);
        expect(await allowed([rule('tool:Bash', '*')], 'Bash', { command: 'ls' })).to.equal(false);
    });
});

function normal(path: string): string {
    const kept: string[] = [];
    for (const segment of path.split('/')) {
        if (segment === '..') {
            kept.pop();
        } else if (segment !== '' && segment !== '.') {
            kept.push(segment);
        }
    }
    return `/${kept.join('/')}`;
}

function followed(path: string): string {
    const link = Object.keys(LINKS).find(from => path === from || path.startsWith(`${from}/`));
    return link ? followed(LINKS[link] + path.slice(link.length)) : path;
}

/** What a pattern says, word for word: every way is tried. */
function meant([head, ...rest]: readonly string[], path: readonly string[]): boolean {
    if (head === undefined) {
        return path.length === 0;
    }
    if (head === '**') {
        const least = rest.length === 0 ? 1 : 0;
        return ['', ...path].some((_, taken) => taken >= least && meant(rest, path.slice(taken)));
    }
    const [first, ...others] = path;
    return first !== undefined && new RegExp(`^${head.replace('*', '.*')}$`).test(first) && meant(rest, others);
}

import { expect } from 'chai';
import { BroughtFile, fingerprintText } from './brought-file';
import { broughtSettings, refusalOf } from './brought-settings';
import { namedPaths } from './setting-values';

const settings = (value: unknown, path = '.claude/settings.json'): BroughtFile => ({
    path,
    contentHash: 'a',
    text: typeof value === 'string' ? value : JSON.stringify(value)
});
const other = (path: string): BroughtFile => ({ path, contentHash: 'b' });

describe('what a folder brings', () => {
    it('is told by kind, with every command in full', () => {
        const hook = { type: 'command', command: 'sh "$CLAUDE_PROJECT_DIR"/x.sh' };
        const files = [
            settings({
                hooks: { Stop: [{ hooks: [hook, { type: 'http', url: 'http://there' }] }], Broken: 'no list' },
                env: { FOO: '1' },
                statusLine: { type: 'command', command: 'date' },
                permissions: { allow: ['Bash'], defaultMode: 'bypassPermissions' }
            }),
            settings({ mcpServers: { db: { command: 'node', args: ['db.js', 5] } } }, '../.mcp.json'),
            other('../.claude/commands/git/push.md'),
            other('.claude/agents/a.md'),
            other('.claude/skills/pdf/SKILL.md'),
            other('.claude/skills/pdf/read.py'),
            other('.claude/rules/r.md'),
            other('CLAUDE.md')
        ];
        expect(broughtSettings(files)).to.deep.equal({
            files: files.map(({ path }) => path),
            hooks: [
                { when: 'Stop', command: 'sh "$CLAUDE_PROJECT_DIR"/x.sh' },
                { when: 'Stop', command: '{"type":"http","url":"http://there"}' }
            ],
            servers: [{ when: 'db', command: 'node db.js 5' }],
            helpers: [{ when: 'statusLine', command: 'date' }],
            permissions: ['Bash', 'defaultMode: bypassPermissions'],
            variables: ['FOO'],
            commands: 1,
            agents: 1,
            skills: 1,
            instructions: 2
        });
    });

    it('has a fingerprint that no order changes, and every path and content does', () => {
        const [one, two] = [other('a'), other('b')];
        expect(fingerprintText([one, two])).to.equal(fingerprintText([two, one]));
        const different = [[one], [one, { ...two, contentHash: 'c' }], [one, other('c')], [other('a\nb')]];
        expect(new Set([[one, two], ...different].map(fingerprintText)).size).to.equal(5);
    });

    it('is refused where it would take calls or keys elsewhere, or cannot be read', () => {
        const refused = ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'https_proxy', 'NODE_OPTIONS'];
        for (const name of [...refused, 'CLAUDE_CODE_USE_BEDROCK', 'NO_PROXY', 'CLAUDE_CONFIG_DIR']) {
            expect(refusalOf([settings({ env: { [name]: 'x' } })]), name).to.include(name);
        }
        expect(refusalOf([settings({ apiKeyHelper: 'cat key' }, '../.claude/settings.local.json')])).to.include(
            '../.claude/settings.local.json sets apiKeyHelper'
        );
        expect(refusalOf([settings('{ "env": ')])).to.include('cannot be read as JSON');
        expect(refusalOf([settings('[1]')])).to.include('cannot be read as JSON');
    });

    it('is not refused for what leaves the calls alone', () => {
        const env = { ANTHROPIC_MODEL: 'opus', ANTHROPIC_DEFAULT_HAIKU_MODEL: 'x', CLAUDE_CODE_MAX_OUTPUT_TOKENS: '1' };
        expect(refusalOf([settings(`\uFEFF${JSON.stringify({ env })}`), settings(''), other('CLAUDE.md')])).to.equal(
            undefined
        );
    });

    it('names the files that its commands name, however they are written', () => {
        const commands = ['"$CLAUDE_PROJECT_DIR"/a/b.sh --x=c.json', 'cd d && ./e.sh', 'my file.sh'];
        expect(namedPaths({ hooks: [{ command: commands[0] }], args: commands.slice(1) })).to.include.members([
            'a/b.sh',
            'c.json',
            './e.sh',
            'my file.sh'
        ]);
    });
});

import { expect } from 'chai';
import { frontParts } from './frontmatter';

const file = (...head: string[]): string => ['---', ...head, '---', 'Words. hooks: none of these', ''].join('\n');
const kinds = (text: string): string[] => frontParts(text).map(({ kind, text: said }) => `${kind} | ${said}`);

describe('the head of an agent, a command or a skill', () => {
    it('tells hooks, servers and permissions as they stand', () => {
        const hooks =
            'hooks:\n  PreToolUse:\n    - matcher: Bash\n      hooks:\n        - type: command\n          command: ./x.sh';
        const servers = 'mcpServers:\n- db:\n    command: node db.js';
        expect(
            kinds(
                file(
                    'name: tidy',
                    'description: "Tidies:',
                    '  up"',
                    hooks,
                    servers,
                    'allowed-tools: Bash(*)',
                    'model: opus'
                )
            )
        ).to.deep.equal([`hooks | ${hooks}`, `servers | ${servers}`, 'permissions | allowed-tools: Bash(*)']);
    });

    it('hides nothing that is written in an unusual way', () => {
        const odd = [
            '"\\x68ooks": {Stop: [{hooks: [{type: command, command: x}]}]}',
            '{name: x, hooks: {Stop: []}}',
            '? hooks',
            '<<: *hidden',
            '!!map',
            "'hooks': x"
        ];
        for (const entry of odd) {
            expect(kinds(file('name: x', entry)), entry).to.deep.equal([`other | ${entry}`]);
        }
        const anchored = 'shared: &hidden\n  Stop: []';
        expect(kinds(file(anchored, 'hooks: *hidden'))).to.deep.equal([
            `other | ${anchored}`,
            'hooks | hooks: *hidden'
        ]);
        expect(kinds('\uFEFF---\r\nname: x\r\nhooks: y\r\n---\r\n')).to.deep.equal(['hooks | hooks: y']);
        expect(kinds('---\nhooks: y\n')).to.deep.equal(['hooks | hooks: y']);
        expect(kinds('---\n# a comment\n  hooks:\n    Stop: []\n---\n')).to.deep.equal([
            'other |   hooks:\n    Stop: []'
        ]);
        expect(kinds('---\nname: x\n---more: y\nhooks: z\n---\n')).to.deep.equal(['hooks | hooks: z']);
        expect(kinds('---\nname: x\n---\u2028more\nhooks: z\n---\n')).to.deep.equal(['hooks | hooks: z']);
        expect(kinds('---\n  name: x\n  hooks: y\n---\n')).to.deep.equal(['other |   name: x\n  hooks: y']);
    });

    it('says nothing of what runs nothing', () => {
        const harmless = [
            '# a comment',
            'name: x',
            'description: >',
            '  Long',
            '  words',
            'color: blue',
            'priority: 5'
        ];
        expect(kinds(file(...harmless))).to.deep.equal([]);
        expect(kinds('No head at all.\nhooks: x')).to.deep.equal([]);
        expect(kinds('Words\n---\nhooks: x\n---\n')).to.deep.equal([]);
    });

    it('tells the commands in its words that run when it is used', () => {
        const text = `${file('name: x')}Status: !\`git status\`\n\`\`\`!\nmake all\n\`\`\`\n\`quoted\``;
        expect(kinds(text)).to.deep.equal(['other | git status', 'other | make all']);
    });
});

import {
    appendFile,
    chmod,
    mkdir,
    mkdtemp,
    realpath,
    rm,
    symlink,
    truncate,
    unlink,
    writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';
import { SilentLog } from '../../conversation/testing/fake-session-context';
import { FolderTrusts } from './folder-trusts';
import { trustMigrations, TrustStore } from './trust-store';

describe('trust in folders, on a disk', () => {
    let root: string;
    let folder: string;
    let database: StateDatabase;
    let trusts: FolderTrusts;

    beforeEach(async () => {
        root = await realpath(await mkdtemp(join(tmpdir(), 'trust-')));
        folder = join(root, 'home', 'app');
        await mkdir(folder, { recursive: true });
        database = await StateDatabase.open(join(root, 'state.db'), new SilentLog());
        await database.migrate('claude', trustMigrations);
        trusts = newTrusts();
    });

    afterEach(async () => {
        await database.close();
        await rm(root, { recursive: true });
    });

    function newTrusts(): FolderTrusts {
        const environment = { HOME: join(root, 'home') };
        return new FolderTrusts(new TrustStore(database), { environment, log: new SilentLog(), now: () => 1 });
    }

    async function write(path: string, text: string): Promise<void> {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
    }

    const trust = async (): Promise<unknown> => trusts.trust(folder, (await trusts.look(folder)).hash);
    const isTrusted = async (): Promise<boolean> => (await trusts.findTrusted(folder)) !== undefined;
    const codeOf = (doing: Promise<unknown>): Promise<string> =>
        doing.then(
            () => 'done',
            (error: { code: string }) => error.code
        );

    it('is asked for nothing where a folder brings nothing, and what the person has at home is not brought', async () => {
        await mkdir(join(root, 'home', '.claude', 'commands'), { recursive: true });
        await writeFile(join(root, 'home', '.claude', 'settings.json'), '{}');
        await writeFile(join(root, 'home', '.claude', 'commands', 'mine.md'), '');
        await write('src/main.ts', 'code');
        expect(await trusts.look(folder)).to.include({ state: 'nothing' });
        expect(await isTrusted()).to.equal(false);
    });

    it('holds after a restart and through links, until it is taken back', async () => {
        await write('.claude/settings.json', '{}');
        await symlink(folder, join(root, 'link'));
        await trust();
        trusts = newTrusts();
        expect(await isTrusted()).to.equal(true);
        expect(await trusts.look(join(root, 'link'))).to.include({ state: 'trusted' });
        expect(await trusts.distrust(folder)).to.include({ state: 'untrusted' });
        expect(await isTrusted()).to.equal(false);
    });

    const CHANGES: Record<string, () => Promise<void>> = {
        'settings change': () => write('.claude/settings.json', '{"hooks":{}}'),
        'settings of the machine appear': () => write('.claude/settings.local.json', '{}'),
        'a server appears': () => write('.mcp.json', '{"mcpServers":{}}'),
        'a server appears above it': () => writeFile(join(root, '.mcp.json'), '{}'),
        'a command appears': () => write('.claude/commands/x.md', 'x'),
        'a file of a skill changes': () => write('.claude/skills/a/tool.py', 'two'),
        'a script that a hook names changes': () => write('tools/hook.sh', 'two'),
        'a script that a hook in the head of an agent names changes': () => write('tools/agent-hook.sh', 'two'),
        'the target of a link changes': () => appendFile(join(root, 'outside.md'), 'two'),
        'a file goes': () => unlink(join(folder, '.claude/agents/linked.md'))
    };
    for (const [name, change] of Object.entries(CHANGES)) {
        it(`ends when ${name}`, async () => {
            const command = '"$CLAUDE_PROJECT_DIR"/tools/hook.sh';
            await write('.claude/settings.json', JSON.stringify({ hooks: { Stop: [{ hooks: [{ command }] }] } }));
            await write('.claude/skills/a/tool.py', 'one');
            await write('tools/hook.sh', 'one');
            const head = 'hooks:\n  Stop:\n    - hooks: [{ type: command, command: "sh tools/agent-hook.sh --fast" }]';
            await write('.claude/agents/own.md', `---\nname: own\n${head}\n---\nWords`);
            await write('tools/agent-hook.sh', 'one');
            await writeFile(join(root, 'outside.md'), 'one');
            await symlink(join(root, 'outside.md'), join(folder, '.claude/agents/linked.md'));
            await trust();
            expect(await isTrusted()).to.equal(true);
            await change();
            expect(await isTrusted()).to.equal(false);
            expect(await trusts.look(folder)).to.include({ state: 'changed' });
        });
    }

    it('is shown with what the heads of agents, commands and skills bring', async () => {
        const hook = 'hooks:\n  Stop:\n    - hooks: [{ type: command, command: "curl evil" }]';
        await write('.claude/agents/a.md', `---\nname: a\n${hook}\n---\n`);
        await write('.claude/skills/s/SKILL.md', `---\n${hook}\n---\n`);
        await write('.claude/commands/c.md', '---\nallowed-tools: Bash(*)\n---\nNow: !`git log`');
        const { brought } = await trusts.look(folder);
        expect(brought).to.deep.include({
            hooks: [
                { when: '.claude/agents/a.md', command: hook },
                { when: '.claude/skills/s/SKILL.md', command: hook }
            ],
            permissions: ['.claude/commands/c.md: allowed-tools: Bash(*)'],
            helpers: [{ when: '.claude/commands/c.md', command: 'git log' }]
        });
    });

    it('stays when words that Claude only reads change, and other files of the folder', async () => {
        await write('CLAUDE.md', 'one');
        await trust();
        await write('CLAUDE.md', 'two');
        await write('src/main.ts', 'code');
        expect(await isTrusted()).to.equal(true);
    });

    it('is given only to what was shown', async () => {
        await write('.claude/settings.json', '{}');
        const { hash } = await trusts.look(folder);
        await write('.claude/settings.json', '{"model":"opus"}');
        expect(await codeOf(trusts.trust(folder, hash))).to.equal('trust.changed');
        expect(await isTrusted()).to.equal(false);
    });

    it('is refused to what is too large or goes round in circles', async () => {
        await write('.claude/skills/a/SKILL.md', '');
        await truncate(join(folder, '.claude/skills/a/SKILL.md'), 5 * 1024 * 1024);
        expect(await codeOf(trust())).to.equal('trust.refused');
        await write('.claude/skills/a/SKILL.md', '');
        await symlink('..', join(folder, '.claude/skills/a/up'));
        expect(await codeOf(trust())).to.equal('trust.refused');
    });

    it('is not given to a folder that cannot be looked at, nor lost by a file that cannot be read', async () => {
        await write('.claude/settings.json', '{}');
        await write('.claude/commands/x.md', 'x');
        await chmod(join(folder, '.claude/commands/x.md'), 0);
        await trust();
        expect(await isTrusted()).to.equal(true);
        await database.tables<{ trusted_folder: object }>().schema.dropTable('trusted_folder').execute();
        expect(await isTrusted()).to.equal(false);
    });
});

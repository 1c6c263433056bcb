import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';
import { ClaudeEventBody } from '../../conversation/common/claude-events';
import { claudeMigrations, SqlEventLog } from '../../conversation/host/sql-event-log';
import { SilentLog } from '../../conversation/testing/fake-session-context';
import { RuleDraft } from '../common/approval-protocol';
import { ApprovalRules, CallSession } from './approval-rules';
import { SqlAskedCalls } from './asked-calls';
import { approvalMigrations, SqlRuleStore } from './rule-store';

const FIRST = SessionId.parse('01JD00000000000000000000A1');
const SECOND = SessionId.parse('01JD00000000000000000000B2');

describe('approval rules, on a disk', () => {
    let root: string;
    let folder: string;
    let database: StateDatabase;
    let nowMs: number;
    let rules: ApprovalRules;
    let session: CallSession;

    beforeEach(async () => {
        root = await realpath(await mkdtemp(join(tmpdir(), 'rules-')));
        folder = join(root, 'app');
        await mkdir(join(folder, 'src'), { recursive: true });
        await mkdir(join(root, 'data'));
        database = await StateDatabase.open(join(root, 'state.db'), new SilentLog());
        await database.migrate('claude', { ...claudeMigrations, ...approvalMigrations });
        nowMs = 1_000;
        rules = newRules();
        session = { id: FIRST, folder };
    });

    afterEach(async () => {
        await database.close();
        await rm(root, { recursive: true });
    });

    function newRules(): ApprovalRules {
        const world = { now: () => nowMs, dataFolder: join(root, 'data') };
        return new ApprovalRules(new SqlRuleStore(database), new SqlAskedCalls(database), new SilentLog(), world);
    }

    const draft = (change: Partial<RuleDraft> = {}): RuleDraft => ({
        tool: 'command',
        pattern: 'npm test *',
        folder,
        ...change
    });

    const decide = (command: string, of = session): Promise<{ ruleId: string } | undefined> =>
        rules.policyFor(of).decide({ toolUseId: 'tool-1', name: 'Bash', input: { command } });

    const edits = async (path: string): Promise<boolean> => {
        const call = { toolUseId: 'tool-1', name: 'Write', input: { file_path: path, content: '' } };
        return (await rules.policyFor(session).decide(call)) !== undefined;
    };

    it('hold after a restart, are counted, and not after they were removed', async () => {
        const { ruleId } = await rules.add(draft());
        rules = newRules();
        expect(await decide('npm test')).to.deep.equal({ ruleId });
        expect((await rules.list())[0]).to.include({ ruleId, uses: 1, lastUsedAtMs: 1_000 });
        await rules.remove(ruleId);
        expect(await decide('npm test')).to.equal(undefined);
    });

    it('hold until they expire, and again when the person says so', async () => {
        const { ruleId } = await rules.add(draft({ expiresAtMs: 2_000 }));
        nowMs = 1_999;
        expect(await decide('npm test')).to.deep.equal({ ruleId });
        nowMs = 2_000;
        expect(await decide('npm test')).to.equal(undefined);
        await rules.changeExpiry(ruleId, undefined);
        expect(await decide('npm test')).to.deep.equal({ ruleId });
    });

    it('hold in the folder and in those in it, and those of one session in that one', async () => {
        await rules.add(draft({ sessionId: FIRST }));
        expect(await decide('npm test', { id: FIRST, folder: join(folder, 'src') })).not.to.equal(undefined);
        expect(await decide('npm test', { id: FIRST, folder: root })).to.equal(undefined);
        expect(await decide('npm test', { id: SECOND, folder })).to.equal(undefined);
        await rules.forgetSession(FIRST);
        expect(await rules.list()).to.deep.equal([]);
    });

    it('follow links, also those to what is not there yet', async () => {
        await symlink(root, join(folder, 'out'));
        await symlink(join(root, 'made'), join(folder, 'src', 'dangling'));
        await symlink(join(folder, 'src'), join(folder, 'in'));
        await rules.add(draft());
        await rules.add(draft({ tool: 'change', pattern: 'src/**' }));
        expect(await decide('npm test src/x')).not.to.equal(undefined);
        expect(await decide('npm test in/x')).not.to.equal(undefined);
        for (const word of ['out', 'out/x', 'src/dangling', 'src/dangling/x', '--a=out/x']) {
            expect(await decide(`npm test ${word}`), word).to.equal(undefined);
        }
        expect(await edits('src/new/file.ts')).to.equal(true);
        expect(await edits('in/file.ts')).to.equal(true);
        expect(await edits('src/dangling')).to.equal(false);
        expect(await edits('out/app/src/x')).to.equal(true);
        expect(await edits('out/x')).to.equal(false);
    });

    it('never reach into the data of Dispatch, though it is in the folder', async () => {
        await writeFile(join(root, 'data', 'secret'), '');
        await rules.add({ tool: 'change', pattern: '**', folder: root });
        await rules.add({ tool: 'command', pattern: 'cat *', folder: root });
        await rules.add({ tool: 'command', pattern: 'cat data/secret', folder: root });
        session = { id: FIRST, folder: root };
        expect(await edits('data/state.db')).to.equal(false);
        expect(await edits('datas/x')).to.equal(true);
        expect(await decide('cat data/secret')).to.equal(undefined);
        expect(await decide('cat app/x')).not.to.equal(undefined);
    });

    it('hold back once a command may have changed the folder of the shell, until it is back', async () => {
        const log = new SqlEventLog(database);
        const record = (seq: number, ...bodies: ClaudeEventBody[]): Promise<void> =>
            log.append(
                FIRST,
                bodies.map((body, at) => ({ seq: seq + at, atMs: 1, body }))
            );
        const call = (toolUseId: string, command: string): ClaudeEventBody[] => [
            { type: 'tool-requested', turnId: 't', toolUseId, name: 'Bash', input: { command } },
            { type: 'tool-finished', toolUseId, outcome: 'done', output: '' }
        ];
        await rules.add(draft());
        await record(1, ...call('one', 'cd src'));
        expect(await decide('npm test')).to.equal(undefined);
        await record(3, ...call('two', `cd ${folder}`));
        expect(await decide('npm test')).not.to.equal(undefined);
    });

    it('refuse what is no rule, and a folder that is not there', async () => {
        const code = (adding: Promise<unknown>): Promise<string> =>
            adding.then(
                () => 'taken',
                (error: { code: string }) => error.code
            );
        expect(await code(rules.add(draft({ pattern: 'sh *' })))).to.equal('approval.bad-pattern');
        expect(await code(rules.add(draft({ folder: join(root, 'no') })))).to.equal('approval.bad-folder');
        expect(await code(rules.add(draft({ folder: '.' })))).to.equal('approval.bad-folder');
        expect(await code(rules.changeExpiry('no', undefined))).to.equal('approval.rule-not-found');
    });

    it('ask the person when they cannot be read', async () => {
        const broken = { commandsOf: () => Promise.reject(new Error('the disk is gone')) };
        const world = { now: () => nowMs, dataFolder: join(root, 'data') };
        await rules.add(draft());
        rules = new ApprovalRules(new SqlRuleStore(database), broken, new SilentLog(), world);
        expect(await decide('npm test')).to.equal(undefined);
    });
});

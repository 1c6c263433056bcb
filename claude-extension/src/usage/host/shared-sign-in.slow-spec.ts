import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { SilentLog } from '../../conversation/testing/fake-session-context';
import { noSandbox, UNTOUCHED } from '../../sandbox/testing/no-sandbox';
import { AgentSdkInstallation } from '../../runtime/host/agent-sdk-installation';
import { AgentSdkRuntime } from '../../runtime/host/agent-sdk-runtime';
import { TurnContext } from '../../runtime/host/claude-runtime';
import { FakeMessagesApi } from '../../runtime/testing/fake-messages-api';
import { FakeClaudeAccount } from '../testing/fake-claude-account';

const SESSIONS = 4;

describe('the sign-in of a person, in sessions of Claude Code at once', function () {
    this.timeout(120_000);
    let root: string;
    let api: FakeMessagesApi;
    let account: FakeClaudeAccount;
    let runtimes: AgentSdkRuntime[];

    beforeEach(async () => {
        root = await mkdtemp(join(tmpdir(), 'claude-sign-in-'));
        api = await FakeMessagesApi.start();
        account = await FakeClaudeAccount.start(api.url);
        runtimes = [];
    });
    afterEach(async () => {
        await Promise.all(runtimes.map(runtime => runtime.end()));
        await account.close();
        await api.close();
        await rm(root, { recursive: true, force: true, maxRetries: 3 });
    });

    it('is renewed once when it has run out, and nobody is signed out', async () => {
        const home = join(root, 'home');
        await account.signIn(home);
        const environment = { PATH: process.env['PATH'], HOME: home, ...account.environment };
        // without a key in the gateway, Claude Code is told nothing and uses the sign-in of the person
        const meter = (): MeterAccess => ({ url: 'http://127.0.0.1:9', hasKey: false, tokenKey: 'k'.repeat(32) });
        const installation = new AgentSdkInstallation();
        for (let index = 0; index < SESSIONS; index++) {
            const folder = join(root, `work-${index}`);
            await mkdir(folder);
            const sessionId = `SIGN-IN-${process.pid}-${index}`;
            const no = (): boolean => false;
            const sandbox = noSandbox();
            const may = { mayBypass: no, mayFetchWeb: no, sandbox: () => UNTOUCHED };
            const listed = (): { title: string } => ({ title: 'test' });
            const session = { sessionId, folder, listed, discovered: () => undefined, ...may };
            const log = new SilentLog();
            const trusts = { findTrusted: async () => undefined };
            runtimes.push(new AgentSdkRuntime({ session, installation, meter, environment, log, trusts, sandbox }));
        }
        const outcomes = await Promise.all(runtimes.map((runtime, index) => runtime.runTurn(turn(`hello ${index}`))));
        expect(outcomes.map(({ outcome }) => outcome)).to.deep.equal(Array<string>(SESSIONS).fill('finished'));
        expect({ renewals: account.renewals, refusals: account.refusals }).to.deep.equal({ renewals: 1, refusals: 0 });
    });
});

function turn(text: string): TurnContext {
    return {
        turnId: text,
        messages: [{ messageId: text, text }],
        signal: new AbortController().signal,
        settings: () => ({}),
        report: async () => undefined,
        approve: async () => ({ answer: 'deny' }),
        withdraw: () => undefined,
        modeChanged: () => undefined,
        onSteering: () => undefined,
        takeSteering: async () => [],
        picture: () => Promise.reject(new Error('no pictures here')),
        keepPicture: async () => ({ why: 'no pictures here' }),
        used: {},
        history: async () => []
    };
}

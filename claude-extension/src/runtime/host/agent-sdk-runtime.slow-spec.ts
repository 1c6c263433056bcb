import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { noSandbox, UNTOUCHED } from '../../sandbox/testing/no-sandbox';
import { ClaudeHarness } from '../testing/claude-harness';
import { demoScript } from '../testing/demo-script';
import { AgentSdkInstallation } from './agent-sdk-installation';
import { AgentSdkRuntime } from './agent-sdk-runtime';
import { TurnContext } from './claude-runtime';

describe('Claude Code runtime', function () {
    this.timeout(60_000);
    let harness: ClaudeHarness;

    beforeEach(async () => {
        harness = await ClaudeHarness.open();
    });
    afterEach(() => harness.close());

    it('says so when the transcript of Claude Code is gone, and begins anew', async () => {
        const before = await harness.create('claude-code');
        await before.say('My name is Zoë-17.');
        await before.next('turn-ended');
        await before.session.dispose();
        await rm(join(harness.home, '.claude', 'projects'), { recursive: true });
        const page = await harness.restart();
        await page.say('What is my name?');
        expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
        expect(
            page
                .all('notice')
                .map(notice => notice.text)
                .join()
        ).to.match(/begins anew/);
        expect(JSON.stringify(harness.api.conversationRequests.at(-1)?.body.messages)).to.include('My name is Zoë-17.');
    });

    it('starts the servers that the person set up for every folder, and none that a folder brings', async () => {
        const server = (name: string) => ({ command: '/bin/sh', args: ['-c', `touch ${join(harness.traces, name)}`] });
        const serversOf = (name: string): string => JSON.stringify({ mcpServers: { [name]: server(name) } });
        await writeFile(join(harness.home, '.claude.json'), serversOf('own'));
        await writeFile(join(harness.folder, '.mcp.json'), serversOf('brought'));
        const page = await harness.create('claude-code');
        await page.say('hello');
        await page.next('turn-ended');
        const { capabilities } = await page.next('capabilities-discovered');
        expect(capabilities.mcpServers.map(({ name }) => name)).to.deep.equal(['own']);
        expect(await readdir(harness.traces)).to.deep.equal(['own']);
    });

    it('ends the turn when the process is killed, and resumes with the next message', async () => {
        harness.api.script = demoScript({ chunkDelayMs: 20 });
        const page = await harness.create('claude-code');
        await page.say('count to 2000');
        await page.until(() => (page.said.includes('line 3') ? true : undefined));
        for (const id of await harness.processes()) {
            process.kill(id, 'SIGKILL');
        }
        const end = await page.next('turn-ended');
        expect(end.outcome).to.equal('failed');
        expect(end.error).to.match(/ended unexpectedly/);
        await page.say('and now?');
        expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
        expect(JSON.stringify(harness.api.conversationRequests.at(-1)?.body.messages)).to.include('count to 2000');
    });

    it('gives Claude Code an allow-list of the environment, and the token of the session for a key', async () => {
        const page = await harness.create('claude-code', {}, { SECRET_TOKEN: 'secret', LC_ALL: 'C.UTF-8' });
        await page.say('run: env > environment.txt');
        await page.answer(await page.next('approval-requested'), 'allow');
        await page.next('turn-ended');
        const environment = await readFile(join(harness.folder, 'environment.txt'), 'utf8');
        expect(environment).to.not.include('secret');
        expect(environment).to.include('LC_ALL=C.UTF-8').and.include('DISPATCH_CLAUDE_SESSION=');
        const key = harness.api.requests[0].headers['x-api-key'];
        expect(key).to.match(new RegExp(`^${harness.context.info.id}\\.[\\w-]{43}$`));
    });

    it('ends what an earlier session host left running in mid-turn', async () => {
        const before = await harness.create('claude-code');
        await before.say('run: touch made.txt; sleep 300');
        await before.answer(await before.next('approval-requested'), 'allow');
        await before.next('tool-started');
        expect(await harness.processes()).to.not.deep.equal([]);
        const page = await harness.restart();
        expect(await harness.processes()).to.deep.equal([]);
        await page.next('turn-ended');
        expect(page.all('tool-finished').map(tool => tool.outcome)).to.deep.equal(['unknown']);
        expect(page.all('notice')[0].text).to.match(/not known: Bash/);
    });

    it('ends a process that has nothing to do, and resumes with the next message', async () => {
        const session = {
            sessionId: harness.context.info.id,
            folder: harness.folder,
            listed: () => ({ title: 'test' }),
            discovered: () => undefined,
            mayBypass: () => false,
            mayFetchWeb: () => false,
            sandbox: () => UNTOUCHED
        };
        const environment = { ...process.env, HOME: harness.home };
        const meter = (): MeterAccess => harness.meter.value;
        const installation = new AgentSdkInstallation();
        const runtime = new AgentSdkRuntime({
            session,
            installation,
            meter,
            environment,
            log: harness.log,
            trusts: { findTrusted: async () => undefined },
            sandbox: noSandbox(),
            idleMs: 300
        });
        const first = turnAbout('My name is Zoë-17.');
        expect(await runtime.runTurn(first)).to.include({ outcome: 'finished' });
        expect(await harness.processes()).to.have.length(1);
        for (let tries = 0; tries < 50 && (await harness.processes()).length > 0; tries++) {
            await sleep(100);
        }
        expect(await harness.processes()).to.deep.equal([]);
        const second = turnAbout('What is my name?', first.named);
        expect(await runtime.runTurn(second)).to.include({ outcome: 'finished' });
        expect(JSON.stringify(harness.api.conversationRequests.at(-1)?.body.messages)).to.include('My name is Zoë-17.');
        await runtime.end();
    });

    it('needs neither key nor sign-in to say what is missing', async () => {
        harness.meter.set({ ...harness.meter.value, hasKey: false });
        const { runtimes } = (await harness.kind.call('listRuntimes', undefined)) as {
            runtimes: { name: string; usable: boolean; reason?: string }[];
        };
        expect(runtimes.map(({ name, usable, reason }) => ({ name, usable, reason }))).to.deep.equal([
            {
                name: 'claude-code',
                usable: false,
                reason: 'There is no API key. Sign in with your Claude subscription, or set ANTHROPIC_API_KEY and start Dispatch again.'
            },
            {
                name: 'messages-api',
                usable: false,
                reason: 'There is no API key. Set ANTHROPIC_API_KEY and start Dispatch again.'
            }
        ]);
    });
});

/** A turn whose reports nobody wants, but for the name of the conversation; `named` is that of an earlier turn. */
function turnAbout(text: string, runtimeSessionId?: string): TurnContext & { named?: string } {
    const turn: TurnContext & { named?: string } = {
        turnId: text,
        messages: [{ messageId: text, text }],
        memory: runtimeSessionId ? { runtimeSessionId } : undefined,
        signal: new AbortController().signal,
        settings: () => ({}),
        report: async event => {
            if (event.type === 'runtime-session') {
                turn.named = event.runtimeSessionId;
            }
        },
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
    return turn;
}

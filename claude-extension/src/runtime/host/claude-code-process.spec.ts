import type { SDKMessage } from '@anthropic-ai/claude-agent-sdk';
import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { SilentLog } from '../../conversation/testing/fake-session-context';
import { FakeAgentSdk } from '../testing/fake-agent-sdk';
import { noSandbox, UNTOUCHED } from '../../sandbox/testing/no-sandbox';
import { FakeTurn } from '../testing/fake-turn';
import { AgentSdkRuntime } from './agent-sdk-runtime';
import { ClaudeCodeProcess } from './claude-code-process';
import { TurnMessage } from './claude-runtime';

const STEERING = [{ messageId: 'message-2', text: 'this way' }];

function start() {
    const fake = new FakeAgentSdk();
    const process = new ClaudeCodeProcess(fake.sdk, {}, new SilentLog(), () => []);
    const turn = new FakeTurn();
    return { fake, process, turn };
}

describe('Claude Code process', () => {
    it('does not end a turn while a message is on its way into it', async () => {
        const { fake, process, turn } = start();
        let arrive: (messages: readonly TurnMessage[]) => void = () => undefined;
        turn.takeSteering = () => new Promise(resolve => (arrive = resolve));
        let hasEnded = false;
        const running = process.runTurn(turn.context).then(outcome => {
            hasEnded = true;
            return outcome;
        });
        await sleep(5);
        turn.steer();
        fake.result();
        await sleep(5);
        arrive(STEERING);
        await sleep(5);
        expect(hasEnded).to.equal(false);
        expect(fake.given).to.have.length(2);
        fake.result();
        expect(await running).to.include({ outcome: 'finished' });
    });

    it('ends the turn when nothing came', async () => {
        const { fake, process, turn } = start();
        let arrive: (messages: readonly TurnMessage[]) => void = () => undefined;
        turn.takeSteering = () => new Promise(resolve => (arrive = resolve));
        const running = process.runTurn(turn.context);
        await sleep(5);
        turn.steer();
        fake.result();
        await sleep(5);
        arrive([]);
        expect(await running).to.include({ outcome: 'finished' });
    });

    it('tells that the sign-in of the person was refused, and says so instead of asking for a key', async () => {
        const fake = new FakeAgentSdk();
        let refusals = 0;
        const how = { bySignIn: true, signInRefused: () => void refusals++ };
        const process = new ClaudeCodeProcess(fake.sdk, {}, new SilentLog(), () => [], how);
        const running = process.runTurn(new FakeTurn().context);
        await sleep(5);
        const retry = { type: 'system', subtype: 'api_retry', error_status: 401, retry_delay_ms: 1_000 };
        fake.output.push(retry as unknown as SDKMessage);
        const error = 'Claude did not accept your sign-in (401). Sign in again, then send a message to go on.';
        expect(await running).to.include({ outcome: 'failed', error });
        expect(refusals).to.equal(1);
    });

    it('counts once what its conversation had used before it was resumed (a restart doubled the tokens)', async () => {
        const fake = new FakeAgentSdk();
        const total = (inputTokens: number, outputTokens: number) => ({
            opus: { inputTokens, outputTokens, cacheReadInputTokens: 0, cacheCreationInputTokens: 0 }
        });
        const process = new ClaudeCodeProcess(fake.sdk, { resume: 'session-1' }, new SilentLog(), () => []);
        const turn = new FakeTurn({}, total(1_000, 800));
        const running = process.runTurn(turn.context);
        await sleep(5);
        fake.result(total(1_100, 813));
        await running;
        expect(turn.reports.filter(({ type }) => type === 'usage')).to.deep.equal([
            {
                type: 'usage',
                model: 'opus',
                inputTokens: 100,
                outputTokens: 13,
                cacheReadTokens: 0,
                cacheWriteTokens: 0
            }
        ]);
    });

    it('leaves to the next turn what comes when this one is over', async () => {
        const { fake, process, turn } = start();
        let taken = 0;
        turn.takeSteering = async () => {
            taken++;
            return STEERING;
        };
        const running = process.runTurn(turn.context);
        await sleep(5);
        fake.result();
        await running;
        turn.steer();
        await sleep(5);
        expect(taken).to.equal(0);
        expect(fake.given).to.have.length(1);
    });

    it('goes on when a picture of a message is gone, and says so', async () => {
        const { fake, process, turn } = start();
        const attachment = {
            attachmentId: 'a'.repeat(64),
            name: 'a.png',
            mediaType: 'image/png',
            sizeBytes: 1
        } as const;
        turn.takeSteering = async () => [{ ...STEERING[0], attachments: [attachment] }];
        const running = process.runTurn(turn.context);
        await sleep(5);
        turn.steer();
        await sleep(5);
        fake.result();
        expect(await running).to.include({ outcome: 'finished' });
        expect(turn.reports.map(({ type }) => type)).to.include('notice');
    });

    it('tells of a picture when it is kept, and of nothing that came later before that', async () => {
        const { fake, process, turn } = start();
        const source = { type: 'base64', media_type: 'image/png', data: 'AA' };
        const content = [{ type: 'tool_result', tool_use_id: 'tool-1', content: [{ type: 'image', source }] }];
        const keep = turn.keepPicture;
        turn.keepPicture = async (...picture) => {
            await sleep(30);
            return keep(...picture);
        };
        const running = process.runTurn(turn.context);
        await sleep(5);
        await fake.canUseTool('Read', { file_path: 'sky.png' }, {
            signal: new AbortController().signal,
            toolUseID: 'tool-1'
        } as Parameters<typeof fake.canUseTool>[2]);
        fake.output.push({ type: 'user', parent_tool_use_id: null, message: { content } } as never);
        fake.result();
        expect(await running).to.include({ outcome: 'finished' });
        const told = turn.reports.flatMap(each => (each.type === 'tool-finished' ? [each] : []));
        expect(told.map(({ output, pictures }) => [output, pictures?.map(({ name }) => name)])).to.deep.equal([
            ['', ['sky.png']]
        ]);
        expect(turn.reports.findIndex(({ type }) => type === 'usage')).to.satisfy(
            (at: number) => at === -1 || at > turn.reports.findIndex(({ type }) => type === 'tool-finished')
        );
    });

    it('lets no tool run whose start could not be written down', async () => {
        const { fake, process, turn } = start();
        turn.reported = ({ type }) => type === 'tool-started' && turn.stop.abort();
        const running = process.runTurn(turn.context);
        await sleep(5);
        const signal = new AbortController().signal;
        const permission = await fake.canUseTool('Bash', { command: 'ls' }, {
            signal,
            toolUseID: 'tool-1'
        } as Parameters<typeof fake.canUseTool>[2]);
        expect(permission).to.include({ behavior: 'deny' });
        expect(await running).to.include({ outcome: 'interrupted' });
    });

    for (const [who, isStopped, told] of [
        ['Claude Code takes back, since a hook may have let it run', false, []],
        ['is taken back by the stop of the turn', true, ['denied']]
    ] as const) {
        it(`says of a call whose question ${who}: ${told.join() || 'nothing'}`, async () => {
            const { fake, process, turn } = start();
            turn.answer = { answer: 'withdrawn' };
            const running = process.runTurn(turn.context);
            await sleep(5);
            if (isStopped) {
                turn.stop.abort();
            }
            await fake.canUseTool('Bash', { command: 'ls' }, {
                signal: AbortSignal.abort(),
                toolUseID: 'tool-1'
            } as Parameters<typeof fake.canUseTool>[2]);
            const ends = turn.reports.flatMap(each => (each.type === 'tool-finished' ? [each.outcome] : []));
            expect(ends).to.deep.equal(told);
            turn.stop.abort();
            await running;
        });
    }
});

describe('Claude Code runtime', () => {
    const runtimeOf = (fake: FakeAgentSdk, load = async () => fake.sdk): AgentSdkRuntime =>
        new AgentSdkRuntime({
            session: {
                sessionId: 's',
                folder: '/',
                listed: () => ({ title: 'test' }),
                discovered: () => undefined,
                mayBypass: () => false,
                mayFetchWeb: () => false,
                sandbox: () => UNTOUCHED
            },
            installation: { load } as never,
            meter: () => ({ baseUrl: 'http://localhost', tokenKey: 'k', hasKey: true }) as never,
            environment: {},
            log: new SilentLog(),
            trusts: { findTrusted: async () => undefined },
            sandbox: noSandbox(),
            idleMs: 40
        });

    it('does not take its process for idle in a turn, whatever it was asked in between', async () => {
        const fake = new FakeAgentSdk();
        const runtime = runtimeOf(fake);
        const turn = new FakeTurn();
        const running = runtime.runTurn(turn.context);
        await sleep(10);
        await runtime.discover({});
        await sleep(120);
        expect(fake.closed).to.equal(0);
        fake.result();
        expect(await running).to.include({ outcome: 'finished' });
        await sleep(120);
        expect(fake.closed).to.equal(1);
    });

    it('starts no process after its end', async () => {
        const fake = new FakeAgentSdk();
        let loaded: () => void = () => undefined;
        const loading = new Promise<void>(resolve => (loaded = resolve));
        const runtime = runtimeOf(fake, async () => {
            await loading;
            return fake.sdk;
        });
        const turn = new FakeTurn();
        const running = runtime.runTurn(turn.context);
        await sleep(5);
        turn.stop.abort();
        await runtime.end();
        loaded();
        expect(await running).to.include({ outcome: 'interrupted' });
        expect(fake.queries).to.equal(0);
    });
});

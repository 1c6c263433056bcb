import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ClaudeEvent, ClaudeEventBody } from 'claude-extension/lib/conversation/common/claude-events';
import { sessionMark } from 'claude-extension/lib/runtime/host/process-environment';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { SessionClient } from 'dispatch-extension/lib/drill/host/session-client';
import { findMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { Attachment } from 'dispatch-extension/lib/session/domain/viewer-attachment';
import { until } from '../harness/installation';
import { FaultInstallation } from './support/fault-installation';
import { count } from './support/scale';

type BodyOf<T extends ClaudeEventBody['type']> = Extract<ClaudeEventBody, { type: T }>;

const KILLS = count(1, 10);
/** Processes that neither the end of the terminal nor a polite signal ends; one of them has left the tree. */
const COMMAND = `echo ran >> runs; trap "" HUP TERM; sleep 4711 & setsid sleep 4712 & wait`;

describe('F04 death of the session host while a command of Claude runs (Messages API)', function () {
    this.timeout(600_000);
    let dispatch: FaultInstallation;
    let api: FakeMessagesApi;

    before(async () => {
        api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 0 }));
        dispatch = await FaultInstallation.start({
            env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-for-nobody-0123456789' }
        });
    });
    after(async () => {
        await dispatch.stop();
        await api.close();
    });

    it('shows the call as unknown, does not run it again, leaves none of its processes, and goes on', async () => {
        const agent = await WatchedAgent.start(dispatch);
        const runs = async (): Promise<number> => {
            const file = join(dispatch.dispatch.workspacesRoot, 'runs');
            return (await readFile(file, 'utf8').catch(() => '')).split('\n').length - 1;
        };
        for (let kill = 0; kill < KILLS; kill++) {
            await agent.say(`run: ${COMMAND}`);
            await agent.allow(kill);
            await until('the command runs', async () => (await runs()) === kill + 1, 60_000);
            await until('all its processes run', async () => (await agent.commands()).length === 2, 60_000);
            process.kill((await dispatch.dispatch.sessionHostHealth()).pid, 'SIGKILL');

            await until('the call has an outcome', () => agent.all('tool-finished').length === kill + 1, 60_000);
            const { outcome, output } = agent.all('tool-finished')[kill];
            expect({ outcome, output }).to.deep.equal({
                outcome: 'unknown',
                output: 'It is not known what this did: Dispatch was restarted.'
            });
            expect(agent.all('turn-ended').at(-1)?.outcome).to.equal('interrupted');
            expect(await agent.processes(), 'what is left of the command').to.deep.equal([]);

            const before = agent.all('turn-ended').length;
            await agent.say('and now?');
            await until('the conversation goes on', () => agent.all('turn-ended').length > before, 60_000);
            expect(agent.all('turn-ended').at(-1)?.outcome).to.equal('finished');
            const told = JSON.stringify(api.conversationRequests.at(-1)?.body.messages);
            expect(told).to.contain('It is not known what this did');
            expect(agent.all('approval-requested')).to.have.length(kill + 1);
            expect(await runs()).to.equal(kill + 1);
        }
    });
});

/** A session of Claude as a page has it, over every loss of its connection. */
class WatchedAgent {
    private readonly events: ClaudeEvent[] = [];

    private constructor(
        private readonly client: SessionClient,
        private readonly session: SessionInfo
    ) {}

    static async start(dispatch: FaultInstallation): Promise<WatchedAgent> {
        const client = dispatch.client();
        const folder = dispatch.dispatch.workspacesRoot;
        const params = { kind: 'claude', folder, options: { runtime: 'messages-api' } };
        const { session } = (await client.request('createSession', params)) as { session: unknown };
        const agent = new WatchedAgent(client, SessionInfo.parse(session));
        agent.watch();
        return agent;
    }

    all<T extends ClaudeEventBody['type']>(type: T): BodyOf<T>[] {
        return this.events.flatMap(({ body }) => (body.type === type ? [body as BodyOf<T>] : []));
    }

    async say(text: string): Promise<void> {
        await this.call('sendMessage', { messageId: randomUUID(), text });
    }

    /** Allows what is asked for as number `index`. */
    async allow(index: number): Promise<void> {
        await until('Claude asks', () => this.all('approval-requested').length > index, 60_000);
        const { approvalId, inputHash } = this.all('approval-requested')[index];
        await this.call('answerApproval', { approvalId, inputHash, answer: 'allow' });
    }

    /** All that the session has running. */
    processes(): Promise<number[]> {
        return findMarkedProcesses(sessionMark(this.session.id));
    }

    /** Those that the command has started. */
    async commands(): Promise<number[]> {
        const found: number[] = [];
        for (const pid of await this.processes()) {
            const [program, seconds] = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
            found.push(...(program === 'sleep' && ['4711', '4712'].includes(seconds) ? [pid] : []));
        }
        return found;
    }

    private call(method: string, params: object): Promise<unknown> {
        return this.client.request('callSession', { sessionId: this.session.id, method, params });
    }

    private watch(): void {
        const { events } = this;
        const attachment: Attachment = this.client.attach(
            this.session.id,
            {
                snapshot: at => attachment.acknowledge(at),
                data: (offset, bytes) => {
                    const read = z.array(ClaudeEvent).parse(JSON.parse(Buffer.from(bytes).toString()));
                    events.push(...read);
                    attachment.acknowledge(offset + read.length);
                    return read.length;
                },
                gap: (from, to) => expect.fail(`a gap from ${from} to ${to}`),
                exited: () => expect.fail('the session has ended'),
                refused: error => expect.fail(error.message)
            },
            { window: 1_000, from: 0 }
        );
    }
}

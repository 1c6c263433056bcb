import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ClaudeEvent } from 'claude-extension/lib/conversation/common/claude-events';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { SessionClient } from 'dispatch-extension/lib/drill/host/session-client';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { Attachment } from 'dispatch-extension/lib/session/domain/viewer-attachment';
import { until } from '../harness/installation';
import { FaultInstallation } from './support/fault-installation';
import { record } from './support/figures';
import { linesOf, Recorder } from './support/recorder';
import { count } from './support/scale';

const SECONDS = count(5, 600);
const PROGRAMS = count(2, 5);
const AGENTS = count(1, 2);
const BYTES_EACH = count(5, 20) * 1024 * 1024;
const WORD_MS = 100;
/** Five per cent, and what two programs on one machine differ by chance. */
const SLACK_MS = 1_500;
const Report = z.object({ durationMs: z.number() });

describe('F10 nobody attached', function () {
    this.timeout(1_800_000);
    let dispatch: FaultInstallation;
    let api: FakeMessagesApi;

    before(async () => {
        api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: WORD_MS }));
        dispatch = await FaultInstallation.start({
            env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-for-nobody-0123456789' }
        });
    });
    after(async () => {
        await dispatch.stop();
        await api.close();
    });

    it('programs and agents finish in the same time as when they are watched', async () => {
        const client = dispatch.client();
        const lines = linesOf(BYTES_EACH);
        const start = (mark: string): Promise<SessionInfo> =>
            dispatch.startCounting(client, mark, lines, BYTES_EACH / SECONDS);
        const marks = Array.from({ length: PROGRAMS }, (_, index) => `unseen-${index}`);
        const watched = new Recorder(client, await start('seen'));
        const watchedAgent = await ask(dispatch, client);
        const seenTurn = turnOf(client, watchedAgent);
        for (const mark of marks) {
            await start(mark);
        }
        const agents: SessionInfo[] = [];
        for (let agent = 0; agent < AGENTS; agent++) {
            agents.push(await ask(dispatch, client));
        }

        const seenMs = await printedIn(dispatch, 'seen');
        const unseenMs = Math.max(...(await Promise.all(marks.map(mark => printedIn(dispatch, mark)))));
        const isIdle = (session?: SessionInfo): boolean => session?.detail['claudeState'] === 'idle';
        const all = [watchedAgent, ...agents];
        await until(
            'the agents have answered',
            async () => {
                const now = await client.listSessions();
                return all.every(({ id }) => isIdle(now.find(session => session.id === id)));
            },
            SECONDS * 1_000 + 60_000
        );
        const seenAgentMs = await seenTurn;
        const unseenAgentsMs = await Promise.all(agents.map(session => turnOf(client, session)));

        expect([watched.refused, watched.gapBytes]).to.deep.equal([undefined, 0]);
        expect(unseenMs).to.be.below(seenMs * 1.05 + SLACK_MS);
        expect(Math.max(...unseenAgentsMs)).to.be.below(seenAgentMs * 1.05 + SLACK_MS);
        record('F10', 'nobody attached', {
            'programs and agents': `${PROGRAMS} ${AGENTS}`,
            'bytes each program': lines * 100,
            'watched program, ms': seenMs,
            'slowest unwatched program, ms': unseenMs,
            'watched agent, ms': seenAgentMs,
            'slowest unwatched agent, ms': Math.max(...unseenAgentsMs)
        });
    });
});

async function printedIn(dispatch: FaultInstallation, mark: string): Promise<number> {
    const read = (): Promise<string> => readFile(dispatch.report(mark), 'utf8').catch(() => '');
    await until(`${mark} has finished`, async () => (await read()) !== '', SECONDS * 2_000 + 60_000);
    return Report.parse(JSON.parse(await read())).durationMs;
}

/** Asks Claude for an answer that takes as long as the programs do. */
async function ask({ dispatch }: FaultInstallation, client: SessionClient): Promise<SessionInfo> {
    const params = { kind: 'claude', folder: dispatch.workspacesRoot, options: { runtime: 'messages-api' } };
    const { session } = (await client.request('createSession', params)) as { session: unknown };
    const info = SessionInfo.parse(session);
    const text = `count to ${(SECONDS * 1_000) / WORD_MS}`;
    const message = { sessionId: info.id, method: 'sendMessage', params: { messageId: randomUUID(), text } };
    await client.request('callSession', message);
    return info;
}

/** Watches an agent until its turn has ended, also one that ended before; how long the turn took by its log, in ms. */
function turnOf(client: SessionClient, session: SessionInfo): Promise<number> {
    let startedAtMs = 0;
    return new Promise((resolve, reject) => {
        const attachment: Attachment = client.attach(
            session.id,
            {
                snapshot: at => attachment.acknowledge(at),
                data: (offset, bytes) => {
                    const events = z.array(ClaudeEvent).parse(JSON.parse(Buffer.from(bytes).toString()));
                    attachment.acknowledge(offset + events.length);
                    startedAtMs = events.find(({ body }) => body.type === 'turn-started')?.atMs ?? startedAtMs;
                    const end = events.find(({ body }) => body.type === 'turn-ended');
                    if (end) {
                        attachment.dispose();
                        resolve(end.atMs - startedAtMs);
                    }
                    return events.length;
                },
                gap: (from, to) => reject(new Error(`a gap from ${from} to ${to}`)),
                exited: () => reject(new Error('the agent has ended')),
                refused: reject
            },
            { window: 1_000, from: 0 }
        );
    });
}

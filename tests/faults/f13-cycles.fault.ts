import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { SessionClient } from 'dispatch-extension/lib/drill/host/session-client';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { until } from '../harness/installation';
import { FaultInstallation } from './support/fault-installation';
import { record } from './support/figures';
import { childrenOf, openFiles, residentBytes } from './support/processes';
import { Recorder } from './support/recorder';
import { count, WHOLE } from './support/scale';

const CYCLES = count(30, 1_440);
const WARM_UP = count(10, 140);
const MIB = 1024 * 1024;

describe('F13 cycles', function () {
    this.timeout(7_200_000);
    let dispatch: FaultInstallation;
    let api: FakeMessagesApi;

    before(async () => {
        api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 0 }));
        dispatch = await FaultInstallation.start({
            env: {
                TERMINAL_STARTS_PER_10_S: '10000',
                ANTHROPIC_BASE_URL: api.url,
                ANTHROPIC_API_KEY: 'sk-for-cycles-0123456789'
            }
        });
    });
    after(async () => {
        await dispatch.stop();
        await api.close();
    });

    it(`leaves nothing behind after ${CYCLES} times open, use, cut, return, close`, async () => {
        const pids = {
            host: (await dispatch.dispatch.sessionHostHealth()).pid,
            gateway: await dispatch.dispatch.gatewayPid()
        };
        for (let cycle = 0; cycle < WARM_UP; cycle++) {
            await cycleOnce(dispatch);
        }
        const before = await atRest(pids);
        const memory: [number, number][] = [];
        for (let cycle = 0; cycle < CYCLES; cycle++) {
            await cycleOnce(dispatch);
            memory.push([cycle, residentBytes(pids.host)]);
        }
        const settled = (): boolean => {
            const now = measure(pids);
            return now.ptys === before.ptys && now.children === before.children && now.files <= before.files + 4;
        };
        await until('files, children and PTYs are where they were', settled, 30_000);
        const after = await atRest(pids);
        const growth = (slopeOf(memory) / MIB) * 100;
        if (WHOLE) {
            expect(growth).to.be.below(1);
        }
        record('F13', 'cycles of open, use, cut, return, close', {
            cycles: CYCLES,
            'open files before and after': `${before.files} ${after.files}`,
            'children before and after': `${before.children} ${after.children}`,
            'PTYs before and after': `${before.ptys} ${after.ptys}`,
            'growth of the session host, MiB per 100 cycles': growth.toFixed(2),
            'session host at rest, before and after, MiB': [before, after]
                .map(({ bytes }) => Math.round(bytes / MIB))
                .join(' ')
        });
    });
});

/** What a person does in a minute: three terminals, a turn of Claude, another size, a lost connection, a reload, the end. */
async function cycleOnce(dispatch: FaultInstallation): Promise<void> {
    const page = dispatch.client();
    const viewers: Recorder[] = [];
    for (let index = 0; index < 3; index++) {
        viewers.push(viewer(page, await page.startTerminal(['/bin/sh', '-c', 'echo ready; exec cat'])));
    }
    await until('they are ready', () => viewers.every(({ bytes }) => bytes >= 7));
    const claude = await askClaude(dispatch);
    viewers[0].attachment.resize({ columns: 100, rows: 30 });
    viewers[0].attachment.send(new TextEncoder().encode('typed\n'));
    page.cut();
    await until('what was typed came back', () => viewers[0].bytes >= 7 + 14);
    page.close();

    const again = dispatch.client();
    const sessions = [...viewers.map(({ session }) => session), claude];
    const seen = sessions.slice(0, 3).map(session => viewer(again, session));
    await until('the reloaded page shows them', () => seen.every(({ bytes, pictures }) => bytes + pictures > 0));
    for (const { id } of sessions) {
        await again.request('endSession', { sessionId: id }, true);
        await again.request('forgetSession', { sessionId: id }, true);
    }
    again.close();
    dispatch.forget(page, again);
}

/** As a page watches: it counts as a viewer and may drive. */
function viewer(client: SessionClient, session: SessionInfo): Recorder {
    return new Recorder(client, session, { observer: false });
}

async function askClaude(dispatch: FaultInstallation): Promise<SessionInfo> {
    const client = dispatch.client();
    const params = { kind: 'claude', folder: dispatch.dispatch.workspacesRoot, options: { runtime: 'messages-api' } };
    const { session } = (await client.request('createSession', params)) as { session: unknown };
    const info = SessionInfo.parse(session);
    const message = { messageId: randomUUID(), text: 'count to 3' };
    await client.request('callSession', { sessionId: info.id, method: 'sendMessage', params: message });
    await until('Claude has answered', async () => {
        const now = (await client.listSessions()).find(({ id }) => id === info.id);
        return now?.detail['claudeState'] === 'idle';
    });
    client.close();
    dispatch.forget(client);
    return info;
}

/** In a whole run, when threads that hold screens have ended, a minute after their use, and what is unused was given back. */
async function atRest(pids: { host: number; gateway: number }): Promise<Footprint> {
    if (WHOLE) {
        await sleep(150_000);
    }
    return measure(pids);
}

/** Of the straight line through the points that is nearest to them, by least squares. */
function slopeOf(points: readonly [number, number][]): number {
    const [meanX, meanY] = [0, 1].map(axis => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
    const both = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
    return both / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

interface Footprint {
    /** Memory of the session host. */
    bytes: number;
    files: number;
    children: number;
    ptys: number;
}

function measure({ host, gateway }: { host: number; gateway: number }): Footprint {
    const files = [...openFiles(host), ...openFiles(gateway)];
    return {
        bytes: residentBytes(host),
        files: files.length,
        children: childrenOf(host).length + childrenOf(gateway).length,
        ptys: files.filter(file => file.includes('/dev/pt')).length
    };
}

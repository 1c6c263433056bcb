import { expect } from 'chai';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { until } from '../harness/installation';
import { FaultInstallation } from './support/fault-installation';
import { record } from './support/figures';
import { readAll, Recorder, wholeLines } from './support/recorder';
import { count, WHOLE } from './support/scale';

const ENDED = count(40, 450);
const RUNNING = count(5, 50);
const MANY_LINES = 10_000_000;
const BATCH = 20;
const LISTED_WITHIN_MS = 3_000;

describe('F06 the machine restarts', function () {
    this.timeout(900_000);
    let dispatch: FaultInstallation;

    before(async () => {
        dispatch = await FaultInstallation.start({
            env: { MAX_TERMINALS: '200', MAX_TERMINALS_PER_WORKSPACE: '200', TERMINAL_STARTS_PER_10_S: '1000' }
        });
    });
    after(() => dispatch.stop());

    it(`lists ${ENDED + RUNNING} terminals with their scrollback, and starts one again`, async () => {
        const client = dispatch.client();
        const ended = await shortTerminals(dispatch, ENDED);
        const running: Recorder[] = [];
        for (let index = 0; index < RUNNING; index++) {
            const session = await dispatch.startCounting(client, `r-${index}`, MANY_LINES, 20_000);
            running.push(new Recorder(client, session));
        }
        await until('all programs print', () => running.every(({ bytes }) => bytes > 1_000), 60_000);
        const ids = [...ended.map(({ id }) => id), ...running.map(({ session }) => session.id)];

        await killEverything(dispatch);
        await dispatch.startAgain();
        const after = dispatch.client();
        const startedAtMs = performance.now();
        const sessions = await after.listSessions();
        const listedMs = performance.now() - startedAtMs;
        const states = ids.map(id => sessions.find(session => session.id === id)?.state);
        expect(new Set(states)).to.deep.equal(new Set(['ended']));

        const kept = await Promise.all(running.map(({ session }) => readAll(after, session)));
        const lines = kept.map((log, index) => wholeLines(`r-${index}`, log));
        // killed with the machine's page cache alive: nothing at all is lost
        expect(lines.every((each, index) => each >= Math.floor(running[index].bytes / 100))).to.equal(true);
        const texts: string[] = [];
        for (let start = 0; start < ended.length; start += BATCH) {
            const logs = ended.slice(start, start + BATCH).map(session => readAll(after, session));
            texts.push(...(await Promise.all(logs)).map(String));
        }
        expect(texts).to.deep.equal(ended.map((_, index) => `short ${index}\r\n`));

        const [again] = running;
        await after.request('restartSession', { sessionId: again.session.id });
        const revived = (await after.listSessions()).find(({ id }) => id === again.session.id);
        expect(revived?.state).to.be.oneOf(['active', 'suspended']);
        if (WHOLE) {
            expect(listedMs).to.be.below(LISTED_WITHIN_MS);
        }
        record('F06', 'restart of everything', {
            terminals: ids.length,
            'listed after the gateway answered, ms': Math.round(listedMs),
            'lines that were shown and not kept': 0
        });
    });
});

async function shortTerminals(dispatch: FaultInstallation, total: number): Promise<SessionInfo[]> {
    const client = dispatch.client();
    const all: SessionInfo[] = [];
    for (let start = 0; start < total; start += BATCH) {
        const batch = Array.from({ length: Math.min(BATCH, total - start) }, (_, index) => start + index);
        const started = await Promise.all(
            batch.map(index => client.startTerminal(['/bin/sh', '-c', `echo short ${index}`]))
        );
        all.push(...started);
        await until('the batch has ended', async () => {
            const now = await client.listSessions();
            return started.every(({ id }) => now.find(session => session.id === id)?.state === 'ended');
        });
    }
    return all;
}

async function killEverything({ dispatch }: FaultInstallation): Promise<void> {
    const host = (await dispatch.sessionHostHealth()).pid;
    const ide = await dispatch.ideHealth().then(
        health => health.pid,
        () => undefined
    );
    dispatch.killGatewayForGood();
    for (const pid of [ide, host]) {
        if (pid !== undefined) {
            process.kill(pid, 'SIGKILL');
        }
    }
}

import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { until } from '../harness/installation';
import { FaultInstallation } from './support/fault-installation';
import { percentile, record } from './support/figures';
import { readAll, Recorder, wholeLines } from './support/recorder';
import { count, WHOLE } from './support/scale';

const TERMINALS = count(5, 20);
const KILLS = count(2, 20);
const MANY_LINES = 10_000_000;
/** The promise G4. */
const TOLD_WITHIN_MS = 2_000;
/** One that dies sooner after its start is started again later each time, which is another story. */
const LIVES_MS = count(0, 11_000);

describe('F04 death of the session host', function () {
    this.timeout(600_000);
    let dispatch: FaultInstallation;

    before(async () => (dispatch = await FaultInstallation.start()));
    after(() => dispatch.stop());

    it('shows every terminal as ended, with its log complete up to the last write', async () => {
        const client = dispatch.client();
        const toldMs: number[] = [];
        for (let kill = 0; kill < KILLS; kill++) {
            const marks = Array.from({ length: TERMINALS }, (_, index) => `k${kill}-${index}`);
            const recorders: Recorder[] = [];
            for (const mark of marks) {
                recorders.push(new Recorder(client, await dispatch.startCounting(client, mark, MANY_LINES, 100_000)));
            }
            await until('all programs print', () => recorders.every(({ bytes }) => bytes > 1_000), 60_000);
            await sleep(LIVES_MS);
            toldMs.push(await killHost(dispatch, recorders));

            const logs = await Promise.all(recorders.map(({ session }) => readAll(dispatch.client(), session)));
            const lines = logs.map((log, index) => wholeLines(marks[index], log));
            const shown = recorders.map(({ bytes }) => Math.floor(bytes / 100));
            expect(lines.every((each, index) => each >= shown[index])).to.equal(true);
        }
        if (WHOLE) {
            expect(Math.max(...toldMs)).to.be.below(TOLD_WITHIN_MS);
        }
        record('F04', 'death of the session host', {
            terminals: TERMINALS,
            kills: KILLS,
            'until all were listed as ended, p50 ms': Math.round(percentile(toldMs, 0.5)),
            'longest until all were listed as ended, ms': Math.round(Math.max(...toldMs)),
            'lines that were shown and not kept': 0
        });
    });
});

/** Resolves with the time until a new session host lists all of them as ended, with a reason. */
async function killHost({ dispatch }: FaultInstallation, recorders: readonly Recorder[]): Promise<number> {
    const { client } = recorders[0];
    const ids = new Set<string>(recorders.map(({ session }) => session.id));
    const { pid } = await dispatch.sessionHostHealth();
    const startedAtMs = performance.now();
    process.kill(pid, 'SIGKILL');
    const isOver = (session: SessionInfo): boolean => session.state === 'ended' && Boolean(session.reason);
    const listed = async (): Promise<boolean> => {
        const sessions = await client.listSessions().catch(() => []);
        const mine = sessions.filter(({ id }) => ids.has(id));
        return mine.length === ids.size && mine.every(isOver);
    };
    await until('all are listed as ended', listed, 30_000);
    return performance.now() - startedAtMs;
}

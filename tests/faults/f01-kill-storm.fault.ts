import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../harness/installation';
import { FaultInstallation } from './support/fault-installation';
import { percentile, record } from './support/figures';
import { linesOf, Recorder, sha256OfCounted } from './support/recorder';
import { count } from './support/scale';

const TERMINALS = count(8, 50);
const BYTES_PER_SECOND = count(100_000, 400_000);
const SECONDS = count(15, 300);
const IDE_KILLS = count(2, 20);
const GATEWAY_KILLS = count(2, 10);

describe('F01 kill storm', function () {
    this.timeout(1_800_000);
    let dispatch: FaultInstallation;

    before(async () => {
        // all of it is retained, so that a busy machine makes a viewer late and nothing worse
        dispatch = await FaultInstallation.start({
            env: { TERMINAL_LOG_MIB: '256', TERMINAL_LOGS_TOTAL_MIB: String(TERMINALS * 256) }
        });
    });
    after(() => dispatch.stop());

    it('delivers every byte once while the IDE and the gateway are killed', async () => {
        const lines = linesOf(BYTES_PER_SECOND * SECONDS);
        const marks = Array.from({ length: TERMINALS }, (_, index) => `storm-${index}`);
        const recorders: Recorder[] = [];
        for (const mark of marks) {
            const client = dispatch.client();
            const session = await dispatch.startCounting(client, mark, lines, BYTES_PER_SECOND);
            recorders.push(new Recorder(client, session));
        }
        const resumedMs = await storm(dispatch, recorders);
        const all = `${TERMINALS} programs have ended and were watched to their end`;
        await until(
            all,
            () => recorders.every(({ exit }) => exit !== undefined),
            SECONDS * 1_000 + count(120_000, 1_200_000)
        );

        expect(recorders.map(({ pictures, gapBytes }) => ({ pictures, gapBytes }))).to.deep.equal(
            recorders.map(() => ({ pictures: 0, gapBytes: 0 }))
        );
        expect(recorders.map(recorder => recorder.sha256())).to.deep.equal(
            marks.map(mark => sha256OfCounted(mark, lines))
        );
        record('F01', 'kill storm', {
            terminals: TERMINALS,
            'bytes each': lines * 100,
            'kills of the IDE': IDE_KILLS,
            'kills of the gateway': GATEWAY_KILLS,
            'bytes lost or doubled': 0,
            'resume p50 ms': Math.round(percentile(resumedMs, 0.5)),
            'resume p95 ms': Math.round(percentile(resumedMs, 0.95))
        });
    });
});

/** Kills at random moments over the time of the programs. Gives how long each connection was away after a kill of the gateway. */
async function storm(dispatch: FaultInstallation, recorders: readonly Recorder[]): Promise<number[]> {
    // in turn: a gateway gives an IDE up that dies five times in a minute
    const kills = Array.from({ length: GATEWAY_KILLS }, () => [
        ...Array.from({ length: IDE_KILLS / GATEWAY_KILLS }, () => 'ide' as const),
        'gateway' as const
    ]).flat();
    const pauseMs = (SECONDS * 1_000 * 0.8) / kills.length;
    for (const kill of kills) {
        await sleep(pauseMs * (0.5 + Math.random() / 2));
        await (kill === 'ide' ? killIde(dispatch) : dispatch.dispatch.killGateway());
    }
    await until('the gateway is back', () => recorders.every(({ bytes }) => bytes > 0), 60_000);
    return recorders.flatMap(({ client }) => client.outagesMs);
}

/** It may be starting just now: then there is nothing to kill, and that is waited for. */
async function killIde({ dispatch }: FaultInstallation): Promise<void> {
    await until('the IDE answers', () => dispatch.ideHealth().then(Boolean, () => false), count(60_000, 300_000));
    await dispatch.killIde();
}

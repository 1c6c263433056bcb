import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../harness/installation';
import { FaultInstallation } from './support/fault-installation';
import { findLibrary } from './support/processes';
import { record } from './support/figures';
import { linesOf, Recorder, sha256OfCounted } from './support/recorder';
import { count } from './support/scale';

const JUMPS = ['+3600', '-3600', '+31536000', '-31536000', '+0'];
const SUSPEND_MS = count(3_000, 60_000);
const BYTES_PER_SECOND = 100_000;

describe('F12 clock', function () {
    this.timeout(900_000);
    let dispatch: FaultInstallation;
    let clock = '';

    before(async () => {
        const library = findLibrary('libfaketime.so.1');
        dispatch = await FaultInstallation.start({
            env: { LD_PRELOAD: library, FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_CACHE_DURATION: '1' },
            prepare: async ({ folder }) => {
                clock = join(folder, 'clock');
                writeFileSync(clock, '+0');
                process.env['FAKETIME_TIMESTAMP_FILE'] = clock;
            }
        });
    });
    after(async () => {
        delete process.env['FAKETIME_TIMESTAMP_FILE'];
        await dispatch.stop();
    });

    it('may jump by an hour and by a year, forwards and back', async () => {
        const client = dispatch.client();
        const lines = linesOf(BYTES_PER_SECOND * (JUMPS.length * 3 + 4));
        const recorder = new Recorder(client, await dispatch.startCounting(client, 'clock', lines, BYTES_PER_SECOND));
        const { pid } = await dispatch.dispatch.sessionHostHealth();
        for (const jump of JUMPS) {
            writeFileSync(clock, jump);
            const before = recorder.bytes;
            await sleep(2_500);
            await until(`it prints after ${jump} s`, () => recorder.bytes > before, 30_000);
        }
        await until('it has ended', () => recorder.exit !== undefined, 60_000);
        expect([recorder.pictures, recorder.gapBytes]).to.deep.equal([0, 0]);
        expect(recorder.sha256()).to.equal(sha256OfCounted('clock', lines));
        expect((await dispatch.dispatch.sessionHostHealth()).pid).to.equal(pid);
        record('F12', 'clock jumps', { 'jumps, s': JUMPS.join(' '), 'bytes lost or doubled': 0 });
    });

    for (const which of ['gateway', 'session host', 'IDE'] as const) {
        it(`the ${which} may be suspended, as a laptop is`, async () => {
            const client = dispatch.client();
            const mark = which.replace(' ', '-');
            const lines = linesOf(BYTES_PER_SECOND * 6);
            const recorder = new Recorder(client, await dispatch.startCounting(client, mark, lines, BYTES_PER_SECOND));
            await until('it prints', () => recorder.bytes > 0, 30_000);
            const pid = await pidOf(which, dispatch);
            process.kill(pid, 'SIGSTOP');
            await sleep(SUSPEND_MS);
            goOn(pid);
            await until('it has ended', () => recorder.exit !== undefined, 120_000);
            expect([recorder.pictures, recorder.gapBytes]).to.deep.equal([0, 0]);
            expect(recorder.sha256()).to.equal(sha256OfCounted(mark, lines));
        });
    }
});

/** One that does not answer for long is replaced by the gateway: then nobody has to be woken. */
function goOn(pid: number): void {
    try {
        process.kill(pid, 'SIGCONT');
    } catch (error) {
        expect((error as NodeJS.ErrnoException).code).to.equal('ESRCH');
    }
}

async function pidOf(which: 'gateway' | 'session host' | 'IDE', { dispatch }: FaultInstallation): Promise<number> {
    switch (which) {
        case 'gateway':
            return dispatch.gatewayPid();
        case 'session host':
            return (await dispatch.sessionHostHealth()).pid;
        case 'IDE':
            await until('the IDE answers', () => dispatch.ideHealth().then(Boolean, () => false), 120_000);
            return (await dispatch.ideHealth()).pid;
    }
}

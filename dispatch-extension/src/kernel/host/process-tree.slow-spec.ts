import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { bearsMark, endMarkedProcesses, findMarkedProcesses, hasChildren, signalGroup } from './process-tree';

describe('process tree', function () {
    this.timeout(20_000);
    let mark: string;

    beforeEach(() => (mark = `DISPATCH_TEST_MARK=${randomUUID()}`));
    afterEach(() => endMarkedProcesses(mark));

    it('ends all that bear a mark: sessions of their own, what is stopped, what ignores SIGTERM; and nothing else', async () => {
        const other = `DISPATCH_TEST_MARK=${randomUUID()}`;
        start(other, 'sleep 60');
        start(mark, 'setsid sleep 60 & trap "" TERM; kill -STOP $$; while :; do sleep 1; done');
        await until(async () => (await findMarkedProcesses(mark)).length >= 2);
        await endMarkedProcesses(mark);
        expect(await findMarkedProcesses(mark)).to.deep.equal([]);
        expect(await findMarkedProcesses(other)).to.not.deep.equal([]);
        await endMarkedProcesses(other);
        expect(await findMarkedProcesses(other)).to.deep.equal([]);
    });

    it('signals a group that is there, and is content when it is gone', async () => {
        const leader = start(mark, 'sleep 60 & sleep 60 & wait');
        await until(() => hasChildren(leader));
        signalGroup(leader, 'SIGKILL');
        await until(async () => (await findMarkedProcesses(mark)).length === 0);
        signalGroup(leader, 'SIGKILL');
        expect(await hasChildren(leader)).to.equal(false);
    });

    it('signals no group by a number that means something else to the system: all processes, or one that leads nothing', () => {
        for (const leader of [1, 0, -process.pid, Number.NaN, 1.5]) {
            // signal 0, so that a failure of this test ends nothing
            expect(() => signalGroup(leader, 0 as unknown as NodeJS.Signals), String(leader)).to.throw(RangeError);
        }
    });

    it('tells of one process whether it bears a mark', async () => {
        const pid = start(mark, 'sleep 60 & wait');
        await until(() => bearsMark(pid, mark));
        expect(await bearsMark(pid, `${mark}x`)).to.equal(false);
        expect(await bearsMark(process.pid, mark)).to.equal(false);
    });
});

function start(mark: string, script: string): number {
    const [name, value] = mark.split('=');
    const env = { ...process.env, [name]: value };
    return spawn('/bin/sh', ['-c', script], { env, detached: true, stdio: 'ignore' }).pid!;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) {
        await new Promise(resolve => setTimeout(resolve, 20));
    }
}

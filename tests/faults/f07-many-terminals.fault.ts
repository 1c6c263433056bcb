import { expect } from 'chai';
import { until } from '../harness/installation';
import { EchoTerminal } from './support/echo';
import { FaultInstallation } from './support/fault-installation';
import { percentile, record } from './support/figures';
import { proportionalBytes } from './support/processes';
import { Recorder } from './support/recorder';
import { count, WHOLE } from './support/scale';

const TERMINALS = count(60, 500);
const BUSY = count(6, 50);
const CLIENTS = count(3, 10);
const KEYS = count(30, 300);
const MIB = 1024 * 1024;
const MANY_LINES = 10_000_000;

describe('F07 many terminals', function () {
    this.timeout(900_000);
    let dispatch: FaultInstallation;

    before(async () => {
        const limit = String(TERMINALS + 10);
        dispatch = await FaultInstallation.start({
            env: { MAX_TERMINALS: limit, MAX_TERMINALS_PER_WORKSPACE: limit, TERMINAL_STARTS_PER_10_S: '1000' }
        });
    });
    after(() => dispatch.stop());

    it(`${TERMINALS} are open, ${BUSY} of them print, and a key comes back`, async () => {
        const clients = Array.from({ length: CLIENTS }, () => dispatch.client());
        const createMs: number[] = [];
        for (let index = 0; index < TERMINALS - BUSY; index++) {
            const startedAtMs = performance.now();
            await clients[index % CLIENTS].startTerminal(['/bin/sh'], dispatch.dispatch.workspacesRoot);
            createMs.push(performance.now() - startedAtMs);
        }
        const busy: Recorder[] = [];
        for (let index = 0; index < BUSY; index++) {
            const client = clients[index % CLIENTS];
            busy.push(new Recorder(client, await dispatch.startCounting(client, `busy-${index}`, MANY_LINES, 100_000)));
        }
        await until('the busy ones print', () => busy.every(({ bytes }) => bytes > 10_000), 120_000);
        const echoMs = await (await EchoTerminal.start(clients[0])).measure(KEYS);
        const hostBytes = proportionalBytes((await dispatch.dispatch.sessionHostHealth()).pid);
        const gatewayBytes = proportionalBytes(await dispatch.dispatch.gatewayPid());

        expect(hostBytes).to.be.below(1024 * MIB);
        expect(gatewayBytes).to.be.below(400 * MIB);
        if (WHOLE) {
            expect(percentile(echoMs, 0.95)).to.be.below(100);
            expect(percentile(createMs, 0.95)).to.be.below(300);
        }
        record('F07', 'many terminals', {
            terminals: TERMINALS,
            'of them printing 100 KB/s': BUSY,
            'session host PSS, MiB': Math.round(hostBytes / MIB),
            'gateway PSS, MiB': Math.round(gatewayBytes / MIB),
            'echo p50 ms': Math.round(percentile(echoMs, 0.5)),
            'echo p95 ms': Math.round(percentile(echoMs, 0.95)),
            'create p95 ms': Math.round(percentile(createMs, 0.95))
        });
    });
});

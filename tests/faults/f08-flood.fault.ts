import { expect } from 'chai';
import { until } from '../harness/installation';
import { EchoTerminal } from './support/echo';
import { FaultInstallation } from './support/fault-installation';
import { percentile, record } from './support/figures';
import { residentBytes } from './support/processes';
import { Recorder } from './support/recorder';
import { count, WHOLE } from './support/scale';

const KEYS = count(30, 300);
const MIB = 1024 * 1024;
const CONTROL_C = Uint8Array.of(3);

describe('F08 flood', function () {
    this.timeout(300_000);
    let dispatch: FaultInstallation;

    before(async () => (dispatch = await FaultInstallation.start()));
    after(() => dispatch.stop());

    it('leaves a neighbour its keys, stops at Ctrl+C, and costs the gateway little', async () => {
        const client = dispatch.client();
        const neighbour = await EchoTerminal.start(client);
        await neighbour.measure(10);
        const gateway = await dispatch.dispatch.gatewayPid();
        const before = residentBytes(gateway);
        // a trap in the shell says when the flood has stopped
        const flood = new Recorder(
            client,
            await client.startTerminal(['/bin/sh', '-c', "trap 'exit 7' INT; yes; exit 7"]),
            { windowBytes: 768 * 1024, observer: false }
        );
        await until('it floods', () => flood.bytes > 4 * MIB || flood.pictures > 0, 60_000);
        const echoMs = await neighbour.measure(KEYS);
        const grown = residentBytes(gateway) - before;
        const startedAtMs = performance.now();
        flood.attachment.send(CONTROL_C);
        await until('the flood has ended', () => flood.exit !== undefined, 60_000);
        const stopMs = performance.now() - startedAtMs;

        expect(grown).to.be.below(64 * MIB);
        if (WHOLE) {
            expect(percentile(echoMs, 0.95)).to.be.below(100);
            expect(stopMs).to.be.below(500);
        }
        record('F08', 'flood in one terminal', {
            'neighbour echo p50 ms': Math.round(percentile(echoMs, 0.5)),
            'neighbour echo p95 ms': Math.round(percentile(echoMs, 0.95)),
            'Ctrl+C until the end was seen, ms': Math.round(stopMs),
            'growth of the gateway, MiB': Math.round(grown / MIB)
        });
    });
});

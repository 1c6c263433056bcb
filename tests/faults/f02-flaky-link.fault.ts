import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SessionClient } from 'dispatch-extension/lib/drill/host/session-client';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { until } from '../harness/installation';
import { ChaosProxy } from './support/chaos-proxy';
import { FaultInstallation } from './support/fault-installation';
import { record } from './support/figures';
import { linesOf, Recorder, sha256OfCounted } from './support/recorder';
import { count } from './support/scale';

const CLIENTS = count(4, 16);
const BYTES_EACH = count(2, 32) * 1024 * 1024;
const CUTS = count(40, 1_000);
const INPUT_LINES = count(4_000, 100_000);

describe('F02 flaky link', function () {
    this.timeout(1_500_000);
    let dispatch: FaultInstallation;
    let proxy: ChaosProxy;
    let via: { host: string; port: number };

    before(async () => {
        dispatch = await FaultInstallation.start();
        const meanLife = ((CLIENTS * BYTES_EACH) / CUTS) * 0.6;
        proxy = new ChaosProxy(
            { host: '127.0.0.1', port: dispatch.dispatch.port },
            {
                lifeBytes: () => 1 + Math.floor(Math.random() * (Math.random() < 0.3 ? 64 * 1024 : meanLife * 2)),
                ending: () => (Math.random() < 0.8 ? 'cut' : Math.random() < 0.9 ? 'half-close' : 'blackhole'),
                delayMs: () => (Math.random() < 0.01 ? Math.random() * count(50, 500) : 0),
                blackholeMs: count(1_000, 30_000)
            }
        );
        via = await proxy.listen();
    });
    after(async () => {
        proxy.close();
        await dispatch.stop();
    });

    it(`delivers output and applies input exactly once over ${CUTS} cuts`, async () => {
        const steady = dispatch.client();
        const lines = linesOf(BYTES_EACH);
        const inputs = await Promise.all(
            Array.from({ length: CLIENTS }, (_, index) => startReader(steady, dispatch, index))
        );
        const recorders: Recorder[] = [];
        for (let index = 0; index < CLIENTS; index++) {
            const session = await dispatch.startCounting(steady, `link-${index}`, lines, count(400_000, 1_500_000));
            recorders.push(new Recorder(dispatch.client(via), session));
        }
        const typed = inputs.map((input, index) => typeLines(recorders[index].client, input.session, index));
        const done = (): boolean => recorders.every(({ exit }) => exit !== undefined);
        await until('all output was watched to its end', done, 1_200_000);
        await Promise.all(typed);

        expect(proxy.cuts).to.be.at.least(CUTS);
        expect(recorders.map(({ pictures, gapBytes }) => pictures + gapBytes)).to.deep.equal(recorders.map(() => 0));
        expect(recorders.map(recorder => recorder.sha256())).to.deep.equal(
            recorders.map((_, index) => sha256OfCounted(`link-${index}`, lines))
        );
        for (const [index, { file }] of inputs.entries()) {
            const expected = inputLines(index);
            await until('all input has arrived', async () => (await size(file)) >= expected.length, 60_000);
            expect((await readFile(file, 'utf8')) === expected, `input of client ${index}, each line once`).to.equal(
                true
            );
        }
        record('F02', 'flaky link', {
            clients: CLIENTS,
            cuts: proxy.cuts,
            'bytes each': lines * 100,
            'input lines': INPUT_LINES,
            'bytes lost or doubled': 0,
            'lines lost or doubled': 0
        });
    });
});

/** A terminal whose program writes its input to a file, byte for byte. */
async function startReader(
    client: SessionClient,
    { dispatch }: FaultInstallation,
    index: number
): Promise<{ session: SessionInfo; file: string }> {
    const file = join(dispatch.folder, `input-${index}.txt`);
    const program = `stty raw -echo; printf ready; exec cat > '${file}'`;
    const session = await client.startTerminal(['/bin/sh', '-c', program], dispatch.workspacesRoot);
    const recorder = new Recorder(client, session);
    await until('the reader is ready', () => recorder.bytes === 'ready'.length);
    recorder.attachment.dispose();
    return { session, file };
}

function inputLines(index: number): string {
    const each = Math.ceil(INPUT_LINES / CLIENTS);
    return Array.from({ length: each }, (_, line) => `input ${index} ${line}\n`).join('');
}

async function typeLines(client: SessionClient, session: SessionInfo, index: number): Promise<void> {
    const { attachment } = new Recorder(client, session, { observer: false });
    const encoder = new TextEncoder();
    for (const line of inputLines(index).match(/(?:.*\n){1,20}/g) ?? []) {
        await until('there is room for more input', () => attachment.send(encoder.encode(line)), 120_000);
        await new Promise(resolve => setTimeout(resolve, 1));
    }
    await until('all input was applied', () => attachment.pendingBytes === 0, 300_000);
}

async function size(file: string): Promise<number> {
    return (await readFile(file)).length;
}

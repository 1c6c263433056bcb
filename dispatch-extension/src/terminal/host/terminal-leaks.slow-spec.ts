import { expect } from 'chai';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { closeInheritedFiles, listOpenFiles } from '../../kernel/host/inherited-files';
import { TestHost } from '../../session/testing/test-host';
import { TestPage } from '../../session/testing/test-page';
import { countTerminals, listChildren } from '../testing/own-processes';
import { TerminalKind } from './terminal-kind';

/** 1,000 for the whole proof: `DISPATCH_LEAK_ROUNDS=1000`. */
const ROUNDS = Number(process.env['DISPATCH_LEAK_ROUNDS'] ?? 50);
/** The first rounds fill caches and compile code. */
const WARM_UP = 10;
/** So long what the last round used may take to go, in ms. */
const SETTLE_MS = 10_000;
const MIB = 1024 * 1024;
/** One slow round in a thousand on a busy machine is no leak. */
const PATIENCE_MS = 60_000;

// what is not collected yet is no leak
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('terminals that are opened, used and closed', function () {
    this.timeout(120_000 + ROUNDS * 3_000);
    let host: TestHost;
    let page: TestPage;

    before(closeInheritedFiles);
    beforeEach(async () => {
        host = await TestHost.start(() => [TerminalKind.ofThisSystem()], { terminalStartsPer10S: 10_000 });
        page = await host.page();
    });
    afterEach(() => host.dispose());

    async function round(): Promise<void> {
        const session = await page.create('terminal', { shell: '/bin/bash', args: ['--norc'] });
        const viewer = page.attach(session, { grid: { columns: 100, rows: 30 } });
        viewer.type('sleep 300 & echo us$((1 + 1))ed\n');
        await viewer.until(() => viewer.text.includes('us2ed'), PATIENCE_MS);
        await page.call('endSession', { sessionId: session.id });
        await viewer.until(() => viewer.exit !== undefined, PATIENCE_MS);
        viewer.detach();
        await page.call('forgetSession', { sessionId: session.id });
    }

    it(`leave processes, files, terminals, timers and memory as they were, after ${ROUNDS} rounds`, async () => {
        for (let at = 0; at < WARM_UP; at++) {
            await round();
        }
        const before = usage();
        for (let at = 0; at < ROUNDS; at++) {
            await round();
        }
        const after = await settled(before);
        expect(grownSince(before, after)).to.deep.equal({});
        expect(after.heapBytes - before.heapBytes).to.be.lessThan(4 * MIB + ROUNDS * 8 * 1024);
    });
});

type Usage = ReturnType<typeof usage>;

/** What is still there when nothing more goes: on a busy machine the last round lets go late. A leak stays. */
async function settled(before: Usage): Promise<Usage> {
    const endAtMs = performance.now() + SETTLE_MS;
    let now = usage();
    while (Object.keys(grownSince(before, now)).length > 0 && performance.now() < endAtMs) {
        await new Promise(resolve => setTimeout(resolve, 100));
        now = usage();
    }
    return now;
}

/** What is more than before. Less is no leak: a thread that was used in the warm-up may have ended. */
function grownSince(before: Usage, now: Usage): object {
    const counts = Object.entries(before.counts) as [keyof Usage['counts'], number][];
    const grown = counts.filter(([name, count]) => now.counts[name] > count);
    return Object.fromEntries(grown.map(([name, count]) => [name, `${count} → ${now.counts[name]}`]));
}

function usage() {
    collectGarbage();
    return {
        counts: {
            children: listChildren().length,
            files: listOpenFiles().length,
            terminals: countTerminals(),
            timers: process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
        },
        heapBytes: process.memoryUsage().heapUsed
    };
}

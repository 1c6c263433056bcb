import { setTimeout as sleep } from 'node:timers/promises';
import { DrillStart } from '../common/drill-start';
import { DrillReport, drillReport, ProbeResult, Recovery } from '../domain/drill-report';
import { Door } from './door';
import { OwnProcess } from './own-processes';
import { ProbeTerminal } from './probe-terminal';
import { SessionClient } from './session-client';

const PROBES = 12;
/** How long it prints before, between and after the kills, in ms. */
const QUIET_MS = 1_000;
/** Longer than the gateway's own limit for a start. */
const RECOVERY_LIMIT_MS = 60_000;
const POLL_MS = 20;

/**
 * Proves on a live installation that sessions outlive the IDE and the gateway: starts terminals of its own, kills both
 * with SIGKILL, and counts what of their output was lost or doubled. Pages that are open reconnect by themselves, as
 * they would after a crash. Removes its terminals, whatever happens. `say` is told what it does.
 */
export async function runDrill(start: DrillStart, say: (line: string) => void): Promise<DrillReport> {
    const processes = victims(start);
    await Promise.all(processes.map(each => each.awaitAnswer(RECOVERY_LIMIT_MS)));
    const door = await Door.signIn(start);
    const client = new SessionClient(() => door.openSocket());
    const probes: ProbeTerminal[] = [];
    try {
        say(`Starting ${PROBES} terminals that print counted lines …`);
        for (let index = 0; index < PROBES; index++) {
            probes.push(await ProbeTerminal.start(client, `drill-${index}`));
        }
        await allPrint(probes);
        await sleep(QUIET_MS);
        const recoveries: Recovery[] = [];
        for (const victim of processes) {
            say(`kill -9 of the ${victim.name} …`);
            recoveries.push(await killAndMeasure(victim, probes));
            await sleep(QUIET_MS);
        }
        return drillReport(await Promise.all(probes.map(resultOf)), recoveries);
    } finally {
        await Promise.allSettled(probes.map(probe => probe.remove()));
        client.close();
    }
}

function victims({ secret, adminSocket, ideSocket }: DrillStart): OwnProcess[] {
    return [
        new OwnProcess('IDE', ideSocket, '/healthz', secret),
        new OwnProcess('gateway', adminSocket, '/status', secret)
    ];
}

async function killAndMeasure(victim: OwnProcess, probes: readonly ProbeTerminal[]): Promise<Recovery> {
    const startedAtMs = performance.now();
    const back = victim.killAndAwaitNext(RECOVERY_LIMIT_MS);
    const [backMs] = await Promise.all([back, allPrint(probes)]);
    // once more after it is back: what came before may have been under way already
    await allPrint(probes);
    return { process: victim.name, backMs, shownMs: performance.now() - startedAtMs };
}

/** Resolves when each probe has shown a line more than it has now. */
async function allPrint(probes: readonly ProbeTerminal[]): Promise<void> {
    const before = probes.map(({ tally }) => tally.last);
    const endAtMs = performance.now() + RECOVERY_LIMIT_MS;
    while (probes.some(({ tally }, index) => tally.last <= before[index])) {
        if (performance.now() > endAtMs) {
            throw new Error(`Not every terminal has shown anything new within ${RECOVERY_LIMIT_MS / 1_000} s.`);
        }
        await sleep(POLL_MS);
    }
}

async function resultOf(probe: ProbeTerminal): Promise<ProbeResult> {
    const { pid, tally, leftOutBytes, replacedByPictures } = probe;
    return { kept: pid !== undefined && isRunning(pid), tally, leftOutBytes, replacedByPictures };
}

function isRunning(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        // ESRCH: it is gone, which is what was asked
        return false;
    }
}

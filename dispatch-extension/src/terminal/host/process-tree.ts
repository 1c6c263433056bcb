import * as fs from 'node:fs/promises';

/** A process as `/proc` shows it. `startTicks` tells it from a later one with the same number. */
interface ProcessEntry {
    pid: number;
    parent: number;
    session: number;
    state: string;
    startTicks: string;
}

const GRACE_MS = 2_000;
const GIVE_UP_MS = 5_000;
const POLL_MS = 50;

/**
 * Ends a session leader and everything that it has started: SIGHUP to its groups, SIGKILL to what is left after 2 s.
 * That includes children that ignore SIGHUP, that have a session of their own, or whose parent is gone.
 * Resolves when all are gone, or after 5 s more (a process in uninterruptible sleep).
 */
export async function endProcessTree(leader: number): Promise<void> {
    await endAll(leader, known => treeOf(leader, known));
}

/**
 * Ends what an earlier life of this program has left of a session leader that may be gone. Only processes that bear
 * `mark` (`NAME=value`) in their environment: the numbers may be those of others by now.
 */
export async function endLeftovers(leader: number, mark: string): Promise<void> {
    await endAll(undefined, async known => {
        const tree = await treeOf(leader, known);
        const marked = await Promise.all(tree.map(entry => hasInEnvironment(entry.pid, mark)));
        return tree.filter((_entry, index) => marked[index]);
    });
}

/** `find` is given those that were found before. */
async function endAll(
    group: number | undefined,
    find: (known: readonly ProcessEntry[]) => Promise<ProcessEntry[]>
): Promise<void> {
    let victims = await find([]);
    signal([...(group === undefined ? [] : [-group]), ...victims.map(victim => victim.pid)], 'SIGHUP');
    // a stopped process takes no signal but SIGKILL before it goes on
    signal(
        victims.map(victim => victim.pid),
        'SIGCONT'
    );
    const endAtMs = performance.now() + GRACE_MS;
    while (victims.length > 0 && performance.now() < endAtMs) {
        await delay(POLL_MS);
        victims = await find(victims);
    }
    const giveUpAtMs = performance.now() + GIVE_UP_MS;
    while (victims.length > 0 && performance.now() < giveUpAtMs) {
        signal(
            victims.map(victim => victim.pid),
            'SIGKILL'
        );
        await delay(POLL_MS);
        victims = await find(victims);
    }
}

/** Whether the process has children that run. */
export async function hasChildren(pid: number): Promise<boolean> {
    return (await listProcesses()).some(entry => entry.parent === pid);
}

/** Those of `known` that still run, the session of `leader`, and all of their descendants. */
async function treeOf(leader: number, known: readonly ProcessEntry[]): Promise<ProcessEntry[]> {
    const all = await listProcesses();
    const isKnown = (entry: ProcessEntry) =>
        known.some(other => other.pid === entry.pid && other.startTicks === entry.startTicks);
    const tree = new Map<number, ProcessEntry>();
    let added = all.filter(entry => entry.pid === leader || entry.session === leader || isKnown(entry));
    while (added.length > 0) {
        added.forEach(entry => tree.set(entry.pid, entry));
        added = all.filter(entry => !tree.has(entry.pid) && tree.has(entry.parent));
    }
    return [...tree.values()];
}

async function listProcesses(): Promise<ProcessEntry[]> {
    const names = (await fs.readdir('/proc')).filter(name => /^\d+$/.test(name));
    const entries = await Promise.all(names.map(readProcess));
    return entries.filter(entry => entry !== undefined && entry.state !== 'Z') as ProcessEntry[];
}

/** False for what is gone, and for what is not ours to read. */
async function hasInEnvironment(pid: number, mark: string): Promise<boolean> {
    const environment = await fs.readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    return environment.split('\0').includes(mark);
}

/** `undefined` for a process that has gone meanwhile. */
async function readProcess(pid: string): Promise<ProcessEntry | undefined> {
    const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    if (!stat) {
        return undefined;
    }
    // the name in brackets may itself hold brackets and spaces
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent, , session] = fields;
    return { pid: Number(pid), parent: Number(parent), session: Number(session), state, startTicks: fields[19] };
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
    for (const pid of pids) {
        try {
            process.kill(pid, name);
        } catch (error) {
            // ESRCH: gone, as was wanted. EPERM: it has become somebody else's (sudo); the others must still be ended.
            if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) {
                throw error;
            }
        }
    }
}

function delay(ms: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, ms));
}

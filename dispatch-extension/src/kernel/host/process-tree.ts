import * as fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

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
    await endAll('SIGHUP', leader, known => treeOf(leader, known));
}

/**
 * Ends what an earlier life of this program has left of a session leader that may be gone. Only processes that bear
 * `mark` (`NAME=value`) in their environment: the numbers may be those of others by now.
 */
export async function endLeftovers(leader: number, mark: string): Promise<void> {
    await endAll('SIGHUP', undefined, async known => marked(await treeOf(leader, known), mark));
}

/** Those of `leaders` that run, or whose session still has processes. Lists the processes of the system once. */
export async function livingLeaders(leaders: ReadonlySet<number>): Promise<Set<number>> {
    const all = await listProcesses();
    return new Set(all.flatMap(({ pid, session }) => [pid, session]).filter(id => leaders.has(id)));
}

/** Ends every process that bears `mark`, wherever it stands in the tree: SIGTERM, then as {@link endProcessTree}. */
export async function endMarkedProcesses(mark: string): Promise<void> {
    await endAll('SIGTERM', undefined, async () => marked(await listProcesses(), mark));
}

/** The ids of all processes whose environment holds `mark` (`NAME=value`), this one excepted. */
export async function findMarkedProcesses(mark: string): Promise<number[]> {
    return (await marked(await listProcesses(), mark)).map(({ pid }) => pid);
}

/** Whether that process bears `mark` (`NAME=value`); false for what is gone, and for what is not ours to read. */
export async function bearsMark(pid: number, mark: string): Promise<boolean> {
    return (await environmentOf(pid)).includes(mark);
}

/** The ids of all processes that bear a mark of that variable, by the mark (`NAME=value`), this one excepted. */
export async function listMarks(variable: string): Promise<Map<string, number[]>> {
    const byMark = new Map<string, number[]>();
    const others = (await listProcesses()).filter(({ pid }) => pid !== process.pid);
    const environments = await Promise.all(others.map(({ pid }) => environmentOf(pid)));
    environments.forEach((environment, index) => {
        const mark = environment.find(each => each.startsWith(`${variable}=`));
        if (mark !== undefined) {
            byMark.set(mark, [...(byMark.get(mark) ?? []), others[index].pid]);
        }
    });
    return byMark;
}

/**
 * Sends a signal to a process that leads its own group, and to the group. Not an error when it is gone. Errors: RangeError for
 * a number that no such group has; to the system 1 would mean all processes of this user.
 */
export function signalGroup(leader: number, name: NodeJS.Signals): void {
    if (!Number.isSafeInteger(leader) || leader <= 1) {
        throw new RangeError(`${leader} is not the leader of a group of ours`);
    }
    signal([-leader], name);
}

/** The ids of `leader`, of its session and of all below, as {@link endProcessTree} would end them. */
export async function listTree(leader: number): Promise<number[]> {
    return (await treeOf(leader, [])).map(({ pid }) => pid);
}

/** Whether the process has children that run. */
export async function hasChildren(pid: number): Promise<boolean> {
    return (await listProcesses()).some(entry => entry.parent === pid);
}

/** `find` is given those that were found before. */
async function endAll(
    first: NodeJS.Signals,
    group: number | undefined,
    find: (known: readonly ProcessEntry[]) => Promise<ProcessEntry[]>
): Promise<void> {
    let victims = await find([]);
    const signalVictims = (name: NodeJS.Signals): void =>
        signal(
            victims.map(({ pid }) => pid),
            name
        );
    if (group !== undefined) {
        signalGroup(group, first);
    }
    signalVictims(first);
    // a stopped process takes no signal but SIGKILL before it goes on
    signalVictims('SIGCONT');
    const endAtMs = performance.now() + GRACE_MS;
    while (victims.length > 0 && performance.now() < endAtMs) {
        await sleep(POLL_MS);
        victims = await find(victims);
    }
    const giveUpAtMs = performance.now() + GIVE_UP_MS;
    while (victims.length > 0 && performance.now() < giveUpAtMs) {
        signalVictims('SIGKILL');
        await sleep(POLL_MS);
        victims = await find(victims);
    }
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

/** All that run; none where there is no `/proc`. */
async function listProcesses(): Promise<ProcessEntry[]> {
    const names = (await fs.readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name));
    const entries = await Promise.all(names.map(readProcess));
    return entries.filter(entry => entry !== undefined && entry.state !== 'Z') as ProcessEntry[];
}

/** Those that bear `mark`; never this process. */
async function marked(entries: readonly ProcessEntry[], mark: string): Promise<ProcessEntry[]> {
    const bears = await Promise.all(entries.map(({ pid }) => pid !== process.pid && bearsMark(pid, mark)));
    return entries.filter((_entry, index) => bears[index]);
}

/** Each as `NAME=value`; none of what is gone, or is not ours to read. */
async function environmentOf(pid: number): Promise<string[]> {
    return (await fs.readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')).split('\0');
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

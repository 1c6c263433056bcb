import * as fs from 'node:fs/promises';
import { listTree } from './process-tree';

/** A process of a tree, as a person would know it. */
export interface RunningProcess {
    pid: number;
    /** As the system has it: at most 15 characters. */
    name: string;
    /** Its command line; empty where the system does not tell. */
    command: string;
    /** The TCP ports that it listens on, lowest first. */
    ports: number[];
}

/** `TCP_LISTEN` of Linux's `net/tcp_states.h`, as `/proc/net/tcp` shows it. */
const LISTENING = '0A';

/** What runs in the session of `leader` and below it, the leader first. None where there is no `/proc`. */
export async function listRunningProcesses(leader: number): Promise<RunningProcess[]> {
    const pids = (await listTree(leader)).sort((a, b) => Number(b === leader) - Number(a === leader) || a - b);
    const portOf = await listeningPorts(leader);
    const described = await Promise.all(pids.map(pid => describe(pid, portOf)));
    return described.filter(found => found !== undefined);
}

/** A process and what it holds of the memory. */
export interface MeasuredProcess extends RunningProcess {
    /** What is resident, in bytes; memory that is shared counts for each who shares it. */
    memoryBytes: number;
}

/** The processes of these ids that are still there, in that order. None where there is no `/proc`. */
export async function measureProcesses(pids: readonly number[]): Promise<MeasuredProcess[]> {
    const portOf = pids.length > 0 ? await listeningPorts(pids[0]) : new Map<string, number>();
    const measured = await Promise.all(
        pids.map(async pid => {
            const found = await describe(pid, portOf);
            return found && { ...found, memoryBytes: await residentBytes(pid) };
        })
    );
    return measured.filter(found => found !== undefined);
}

/** What processes hold of the memory together, in bytes; what they share counts once where the system tells. */
export async function memoryOf(pids: readonly number[]): Promise<number> {
    const shares = await Promise.all(pids.map(async pid => (await shareBytes(pid)) ?? residentBytes(pid)));
    return shares.reduce((sum, bytes) => sum + bytes, 0);
}

/** What is resident, with its part of what is shared; `undefined` where the system does not tell. */
async function shareBytes(pid: number): Promise<number | undefined> {
    const rollup = await fs.readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    const found = /^Pss:\s*(\d+) kB/m.exec(rollup)?.[1];
    return found === undefined ? undefined : Number(found) * 1024;
}

/** 0 for a process that has gone meanwhile. */
async function residentBytes(pid: number): Promise<number> {
    const status = await fs.readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/** The port of each listening socket, by its inode, as the process `pid` can see them. */
async function listeningPorts(pid: number): Promise<Map<string, number>> {
    const tables = await Promise.all(
        ['tcp', 'tcp6'].map(table => fs.readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => ''))
    );
    const ports = new Map<string, number>();
    for (const line of tables.join('\n').split('\n')) {
        const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
        if (state === LISTENING) {
            ports.set(inode, Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16));
        }
    }
    return ports;
}

/** `undefined` for a process that has gone meanwhile. */
async function describe(pid: number, portOf: ReadonlyMap<string, number>): Promise<RunningProcess | undefined> {
    const name = await fs.readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined);
    if (name === undefined) {
        return undefined;
    }
    const command = await fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const ports = portOf.size > 0 ? await portsOf(pid, portOf) : [];
    return { pid, name: name.trim(), command: command.replaceAll('\0', ' ').trim(), ports };
}

async function portsOf(pid: number, portOf: ReadonlyMap<string, number>): Promise<number[]> {
    const folder = `/proc/${pid}/fd`;
    // not ours to read (sudo), or gone: then it is listed without its ports
    const fds = await fs.readdir(folder).catch(() => []);
    const targets = await Promise.all(fds.map(fd => fs.readlink(`${folder}/${fd}`).catch(() => '')));
    const ports = targets.flatMap(target => portOf.get(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? '') ?? []);
    return [...new Set(ports)].sort((a, b) => a - b);
}

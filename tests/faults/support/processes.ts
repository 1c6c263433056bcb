import { globSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Memory that a process has in RAM, in bytes. Throws when it is gone. */
export function residentBytes(pid: number): number {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(found?.[1]) * 1024;
}

/** What the open files of a process point to, by kind. */
export function openFiles(pid: number): string[] {
    return readdirSync(`/proc/${pid}/fd`).flatMap(fd => {
        try {
            return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
        } catch {
            // closed between the two calls
            return [];
        }
    });
}

/** The processes that `pid` is the parent of. */
export function childrenOf(pid: number): number[] {
    return readdirSync('/proc')
        .filter(name => /^\d+$/.test(name))
        .flatMap(name => {
            try {
                const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
                const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
                return Number(parent) === pid ? [Number(name)] : [];
            } catch {
                // gone between the two calls
                return [];
            }
        });
}

/** Memory of a process, what it shares with others counted in parts, in bytes. */
export function proportionalBytes(pid: number): number {
    const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return Number(found?.[1]) * 1024;
}

/** The path of a shared library below `/usr/lib`. Throws where it is not installed. */
export function findLibrary(name: string): string {
    const found = globSync(`/usr/lib/**/${name}`)[0];
    if (!found) {
        throw new Error(`${name} is not installed: apt-get install faketime`);
    }
    return found;
}

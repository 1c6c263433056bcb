import * as fs from 'node:fs';

/** `O_CLOEXEC` of Linux, as `/proc/self/fdinfo` shows it. */
const CLOSE_ON_EXEC = 0o2000000;

/**
 * Closes the files that this process was started with, but standard input and output: a shell must not get them.
 * What Node has opened itself is marked to be closed in children, and so is told apart. Call it first of all.
 */
export function closeInheritedFiles(): void {
    for (const fd of listOpenFiles()) {
        if (fd > 2 && !isClosedInChildren(fd)) {
            fs.closeSync(fd);
        }
    }
}

/** The numbers of the open files. One of them may be closed already: the folder that was read. */
export function listOpenFiles(): number[] {
    return fs.readdirSync('/proc/self/fd').map(Number);
}

function isClosedInChildren(fd: number): boolean {
    try {
        const flags = /^flags:\s*([0-7]+)/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '0';
        return (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0;
    } catch {
        // closed meanwhile
        return true;
    }
}

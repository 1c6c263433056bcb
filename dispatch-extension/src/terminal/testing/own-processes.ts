import * as fs from 'node:fs';
import { listOpenFiles } from '../../kernel/host/inherited-files';
import { openFilePath } from '../../kernel/host/open-file-path';

/** The programs that this thread has started and that nobody has waited for yet. */
export function listChildren(): number[] {
    return fs.readFileSync('/proc/thread-self/children', 'utf8').split(' ').filter(Boolean).map(Number);
}

/** How many terminals this process has open. */
export function countTerminals(): number {
    return listOpenFiles().filter(fd => targetOf(fd).endsWith('/ptmx')).length;
}

function targetOf(fd: number): string {
    try {
        return fs.readlinkSync(openFilePath({ fd }));
    } catch {
        // the folder that was read itself
        return '';
    }
}

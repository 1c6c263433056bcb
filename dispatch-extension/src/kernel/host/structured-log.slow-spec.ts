import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** As the session host does it: what nobody caught is logged. */
const PROGRAM = `
    const { PinoLog } = require(${JSON.stringify(join(__dirname, 'structured-log'))});
    const log = PinoLog.toStdout('test', 'info');
    process.on('uncaughtException', error => log.error('host.unexpected-error', { error }));
    setTimeout(() => log.info('an.event'), 1);
    setTimeout(() => process.exit(42), 100);
`;

describe('the log of a process', () => {
    it('F11: loses lines on a full disk, and does not end the process with all its sessions', () => {
        const full = openSync('/dev/full', 'w');
        const { status } = spawnSync(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', full, 'pipe'] });
        closeSync(full);
        expect(status).to.equal(42);
    });
});

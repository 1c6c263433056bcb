import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { NodePtyProcess } from './node-pty-process';
import { PtyStart } from './pty-process';

const GRID = { columns: 80, rows: 24 };
const LINES = 400_000;

function start(file: string, args: string[]): PtyStart {
    return { file, args, folder: '/', env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' }, grid: GRID };
}

describe('a flood while somebody types in another terminal', function () {
    this.timeout(60_000);

    it('rests and goes on, and comes whole', async () => {
        const typedIn = NodePtyProcess.start(start('/bin/cat', []), {
            onOutput: () => undefined,
            onExit: () => undefined
        });
        const keys = setInterval(() => typedIn.write(Buffer.from('x')), 5);
        const hash = createHash('sha256');
        let bytes = 0;
        try {
            await new Promise<void>(ended => {
                NodePtyProcess.start(start('/usr/bin/seq', ['1', String(LINES)]), {
                    onOutput: piece => {
                        bytes += piece.length;
                        hash.update(piece);
                    },
                    onExit: () => ended()
                });
            });
        } finally {
            clearInterval(keys);
            process.kill(typedIn.pid);
        }
        const wanted = Array.from({ length: LINES }, (_, index) => `${index + 1}\r\n`).join('');
        expect(bytes).to.equal(wanted.length);
        expect(hash.digest('hex')).to.equal(createHash('sha256').update(wanted).digest('hex'));
    });
});

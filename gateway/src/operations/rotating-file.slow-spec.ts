import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RotatingFile, rotateForeignLog } from './rotating-file';

describe('the log of the gateway', () => {
    it('F11: loses a line on a full disk, and does not take the gateway along', () => {
        expect(() => new RotatingFile('/dev/full').write('{"msg":"a line"}\n')).not.to.throw();
    });

    it('cuts the large log of another process also when the disk is too full to keep a copy', () => {
        const folder = mkdtempSync(join(tmpdir(), 'dispatch-log-'));
        const path = join(folder, 'ide.log');
        const onFullDisk = (_from: unknown, to: unknown): never => {
            writeFileSync(String(to), 'a part');
            throw new Error('ENOSPC');
        };
        try {
            writeFileSync(path, 'large');
            writeFileSync(`${path}.1`, 'older');
            expect(() => rotateForeignLog(path, 4, onFullDisk)).to.throw('ENOSPC');
            rotateForeignLog(path, 4, onFullDisk);
            expect(readdirSync(folder).sort()).to.deep.equal(['ide.log', 'ide.log.2']);
            expect([path, `${path}.2`].map(file => readFileSync(file, 'utf8'))).to.deep.equal(['', 'older']);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});

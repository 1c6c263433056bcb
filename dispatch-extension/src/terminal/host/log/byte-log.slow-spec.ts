import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { TestLog } from '../../../kernel/testing/test-log';
import { ByteLog } from './byte-log';

const SMALL = { segmentBytes: 1_000, retainBytes: 5_000 };

describe('byte log', () => {
    let folder: string;
    let log: TestLog;

    beforeEach(() => {
        folder = fs.mkdtempSync(path.join(tmpdir(), 'dispatch-log-'));
        log = new TestLog();
    });

    afterEach(() => {
        fs.chmodSync(folder, 0o700);
        fs.rmSync(folder, { recursive: true, force: true });
    });

    it('gives back exactly what was appended, from any position, after a reopen as well', async () => {
        const written = new ByteLog(folder, log, { segmentBytes: 1_000 });
        let total = 0;
        for (let size = 1; total < 400_000; size = (size * 7 + 3) % 3_000) {
            written.append(counting(total, size));
            total += size;
        }
        expect(readAll(written, 0)).to.deep.equal(counting(0, total));
        await written.close();
        const reopened = new ByteLog(folder, log);
        expect([reopened.start, reopened.end]).to.deep.equal([0, total]);
        for (const from of [0, 1, 999, 1_000, 1_001, total - 1]) {
            expect(readAll(reopened, from).equals(counting(from, total - from)), `from ${from}`).to.equal(true);
        }
        expect(reopened.read(total, 10)).to.equal(undefined);
        await reopened.close();
    });

    it('holds nothing of an ended terminal in memory: many of them would fill it', async () => {
        const bytes = new ByteLog(folder, log);
        bytes.append(Buffer.from('from memory'));
        await bytes.close();
        fs.writeFileSync(path.join(folder, '0000000000000000.log'), 'on the disk');
        expect(String(bytes.read(0, 100))).to.equal('on the disk');
        expect([bytes.start, bytes.end, bytes.nextRetained(0)]).to.deep.equal([0, 11, 0]);
        await bytes.close();
    });

    it('drops its oldest files and says what is left', async () => {
        const bytes = new ByteLog(folder, log, SMALL);
        for (let at = 0; at < 400_000; at += 100) {
            bytes.append(counting(at, 100));
        }
        await bytes.close();
        const reopened = new ByteLog(folder, log, SMALL);
        expect(reopened.end).to.equal(400_000);
        expect(reopened.end - reopened.start).to.be.within(4_000, 7_000);
        expect(reopened.read(reopened.start - 1, 10)).to.equal(undefined);
        expect(reopened.nextRetained(5)).to.equal(reopened.start);
        expect(readAll(reopened, reopened.start)).to.deep.equal(
            counting(reopened.start, reopened.end - reopened.start)
        );
        await reopened.close();
    });

    it('goes on while the disk refuses, and has a hole of exactly that time', async function () {
        this.timeout(5_000);
        const bytes = new ByteLog(folder, log, { segmentBytes: 1_000 });
        bytes.append(counting(0, 1_000));
        const inTheWay = path.join(folder, '0000000000001000.log');
        fs.mkdirSync(inTheWay);
        bytes.append(counting(1_000, 300_000));
        expect(bytes.end).to.equal(301_000);
        expect(bytes.read(200_000, 5), 'shown from memory').to.deep.equal(counting(200_000, 5));
        fs.rmdirSync(inTheWay);
        expect(log.errors).to.deep.equal(['terminal.log-write-failed']);
        await new Promise(resolve => setTimeout(resolve, 1_050));
        bytes.append(counting(301_000, 500));
        await bytes.close();
        const reopened = new ByteLog(folder, log);
        expect([reopened.start, reopened.end, reopened.nextRetained(1_000)]).to.deep.equal([0, 301_500, 301_000]);
        expect(reopened.read(1_000, 10)).to.equal(undefined);
        await reopened.close();
    });
});

/** `size` bytes of an endless sequence, from position `at`. */
function counting(at: number, size: number): Buffer {
    return Buffer.from(Uint8Array.from({ length: size }, (_, index) => (at + index) % 251));
}

function readAll(log: ByteLog, from: number): Buffer {
    const pieces: Uint8Array[] = [];
    for (let position = from; position < log.end;) {
        const piece = log.read(position, 10_000);
        if (!piece) {
            throw new Error(`nothing at ${position}`);
        }
        pieces.push(piece);
        position += piece.length;
    }
    return Buffer.concat(pieces);
}

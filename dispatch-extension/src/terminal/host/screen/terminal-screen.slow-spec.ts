import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { TestLog } from '../../../kernel/testing/test-log';
import { TerminalStorage } from '../log/terminal-storage';
import { ScreenPool } from './screen-pool';
import { StreamSnapshot } from '../../../session/domain/stream-source';
import { BRIEF_LINES, DRAW_LATER, DRAW_NOW } from './terminal-mirror';
import { TerminalScreen } from './terminal-screen';

const GRID = { columns: 80, rows: 24 };

describe('the screen of a terminal, in a worker thread', function () {
    this.timeout(60_000);
    let folder: string;
    let log: TestLog;
    let pool: ScreenPool;

    beforeEach(() => {
        folder = fs.mkdtempSync(path.join(tmpdir(), 'dispatch-screen-'));
        log = new TestLog();
        pool = new ScreenPool(1);
    });

    afterEach(() => {
        pool.dispose();
        fs.rmSync(folder, { recursive: true, force: true });
    });

    async function terminal(text: string): Promise<{ storage: TerminalStorage; screen: TerminalScreen }> {
        const storage = new TerminalStorage(folder, log);
        if (text) {
            storage.recordGrid(GRID);
            storage.bytes.append(Buffer.from(text));
        }
        return { storage, screen: new TerminalScreen('a-terminal', storage, pool, log) };
    }

    it('is read from the files, and is the same after everything was let go of', async () => {
        const { storage, screen } = await terminal('\x1b[?2004hhello\r\nworld');
        const first = await screen.snapshot();
        expect([first.at, first.meta.grid, wordsOf(first)]).to.deep.equal([20, GRID, 'hello\r\nworld\x1b[?2004h']);
        storage.bytes.append(Buffer.from('\r\nmore'));
        expect(wordsOf(await screen.snapshot())).to.contain('more');
        await screen.dispose();
        await storage.close();
        const again = await terminal('');
        expect(wordsOf(await again.screen.snapshot())).to.contain('world\r\nmore');
        await again.storage.close();
    });

    it('is given whole to everybody who waits for the next one when one of them needs all of it', async () => {
        const { storage, screen } = await terminal('line\r\n'.repeat(3_000));
        const [first, second, third] = await Promise.all([
            screen.snapshot(true),
            screen.snapshot(true),
            screen.snapshot(false)
        ]);
        const linesOf = (picture: typeof first): number => wordsOf(picture).split('\n').length;
        expect([first, second, third].map(linesOf)).to.deep.equal([BRIEF_LINES + GRID.rows, 3_001, 3_001]);
        await screen.dispose();
        await storage.close();
    });

    it('is the same when a worker has left out in a flood what has scrolled away', async () => {
        const { storage, screen } = await terminal('a line of a flood\r\n');
        const wanted: string[] = [];
        const ask = pool.ask.bind(pool);
        pool.ask = (key, task) => {
            wanted.push(task.want);
            return ask(key, task);
        };
        for (let mib = 0; mib < 20; mib++) {
            storage.bytes.append(Buffer.alloc(1024 * 1024, `line ${mib}\r\n`));
            screen.grew();
        }
        storage.bytes.append(Buffer.from('\r\nthe end'));
        const picture = await screen.snapshot();
        expect(wanted.slice(0, 2)).to.deep.equal(['leave out', 'picture']);
        expect(picture.at).to.equal(storage.bytes.end);
        const text = wordsOf(picture);
        expect(text.split('\n').length).to.be.above(5_000);
        expect(text.trimEnd().endsWith('the end')).to.equal(true);
        expect(log.entries.filter(({ level }) => level !== 'info')).to.deep.equal([]);
        await screen.dispose();
        await storage.close();
    });

    it('comes from the disk without a thread when everything was read before', async () => {
        const { storage, screen } = await terminal('x'.repeat(200_000));
        screen.grew();
        const file = path.join(folder, 'screen.checkpoint');
        for (let tries = 0; !fs.existsSync(file) && tries < 1_000; tries++) {
            await new Promise(resolve => setTimeout(resolve, 20));
        }
        pool.dispose();
        const snapshot = await screen.snapshot();
        expect([snapshot.at, pool.isIdle('a-terminal')]).to.deep.equal([200_000, true]);
        await storage.close();
    });

    it('is made from the log when what was kept of it is damaged, or of output that a crash has taken', async () => {
        const { storage, screen } = await terminal('all of it');
        const header = { version: 1, at: 900, grid: GRID, anchors: [], unfinished: 0, bytes: 4 };
        for (const damaged of ['{"version"', `${JSON.stringify(header)}\nlies`, '']) {
            fs.writeFileSync(storage.checkpointFile, damaged);
            expect(wordsOf(await screen.snapshot()), damaged).to.equal('all of it');
            await screen.dispose();
        }
        await storage.close();
    });

    it('shows what the disk did not take', async () => {
        const { storage, screen } = await terminal('recorded ');
        await storage.bytes.close();
        fs.mkdirSync(path.join(folder, 'output', '0000000000000009.log'));
        storage.bytes.append(Buffer.from('in memory only'));
        expect(wordsOf(await screen.snapshot())).to.equal('recorded in memory only');
        expect(storage.bytes.whyMissing(9)).to.equal('disk-full');
        fs.rmdirSync(path.join(folder, 'output', '0000000000000009.log'));
        await storage.close();
    });
});

/** What a picture shows, without how it is drawn. */
function wordsOf({ bytes }: StreamSnapshot): string {
    return String(Buffer.from(bytes)).replace(DRAW_LATER, '').replace(DRAW_NOW, '');
}

import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { ScreenKeeper } from './screen-keeper';
import { ScreenOutput, ScreenTask } from './screen-protocol';

const GRID = { columns: 80, rows: 24 };
const STEP_BYTES = 4 * 1024 * 1024;

describe('the screens of terminals, kept', function () {
    this.timeout(60_000);
    let folder: string;
    let keeper: ScreenKeeper;

    beforeEach(() => {
        folder = fs.mkdtempSync(path.join(tmpdir(), 'dispatch-keeper-'));
        keeper = new ScreenKeeper();
    });

    afterEach(() => {
        keeper.dispose();
        fs.rmSync(folder, { recursive: true, force: true });
    });

    async function perform(want: Exclude<ScreenTask['want'], 'forget'>, bytes: Buffer, end: number): Promise<string> {
        const output: ScreenOutput = {
            folder,
            checkpointFile: path.join(folder, 'screen.checkpoint'),
            end,
            grids: [{ at: 0, grid: GRID }],
            places: [],
            tail: { at: 0, bytes }
        };
        const picture = await keeper.perform('a-terminal', { want, output });
        return Buffer.from(picture?.bytes ?? []).toString();
    }

    it('have all that a full-screen program has drawn, however long another part of it floods', async () => {
        const drawn = Buffer.from('a shell\r\n\x1b[?1049h\x1b[1;1Hdrawn once');
        const bytes = Buffer.concat([drawn, Buffer.alloc(6 * STEP_BYTES, '\x1b[5;1Hanother pane \x1b[K')]);
        for (let end = STEP_BYTES; end <= bytes.length; end += STEP_BYTES) {
            expect(await perform('leave out', bytes, end)).to.equal('');
        }
        expect(await perform('picture', bytes, bytes.length))
            .to.contain('drawn once')
            .and.to.contain('another pane');
    });

    it('are made again from what was kept in the middle of a flood', async () => {
        const bytes = Buffer.concat([
            Buffer.from('\x1b[?2004h\x1b]2;a title\x07'),
            Buffer.alloc(5 * STEP_BYTES, 'a line of a flood\r\n'),
            Buffer.from('\r\nthe end')
        ]);
        await perform('leave out', bytes, bytes.length - 10);
        expect(fs.existsSync(path.join(folder, 'screen.checkpoint'))).to.equal(true);
        const kept = await perform('picture', bytes, bytes.length);
        keeper.dispose();
        keeper = new ScreenKeeper();
        const again = await perform('picture', bytes, bytes.length);
        expect(again).to.equal(kept);
        expect(again.split('\n').length).to.be.above(5_000);
        expect(again).to.contain('\x1b[?2004h').and.to.contain('a title').and.to.contain('the end');
    });
});

import { expect } from 'chai';
import { GridHistory } from '../../domain/grid-history';
import { SnapshotAnchors } from '../../domain/output-anchors';
import { MirrorSource } from './mirror-source';
import { TerminalMirror } from './terminal-mirror';

const GRID = { columns: 40, rows: 5 };

describe('lines of anchors', () => {
    it('say how far above the cursor a place of the output stands', async () => {
        expect(await anchorsOf('one\r\ntwo\r\nthree', 2, 10)).to.deep.equal([
            [2, 2],
            [10, 0]
        ]);
    });

    it('are forgotten with their lines', async () => {
        expect(await anchorsOf('one\r\ntwo\x1b[2J\x1b[3J\x1b[H', 2)).to.deep.equal([]);
    });

    it('are told of the normal screen also while the alternate one is shown, and after it was kept', async () => {
        expect(await anchorsOf('one\r\ntwo\x1b[?1049hfull screen\r\nmore', 2, 25)).to.deep.equal([[2, 1]]);
    });
});

/** As they are told, which must be the same after the screen was kept on the disk and made again. */
async function anchorsOf(text: string, ...places: number[]): Promise<SnapshotAnchors> {
    const bytes = Buffer.from(text);
    const source: MirrorSource = {
        start: 0,
        end: bytes.length,
        read: (from, budget) => bytes.subarray(from, from + budget),
        nextRetained: from => from
    };
    const mirror = TerminalMirror.beginAt(0, GRID);
    await mirror.advance(source, new GridHistory([{ at: 0, grid: GRID }]), bytes.length, places);
    const { anchors, ...picture } = mirror.picture();
    const restored = await TerminalMirror.restore({ ...picture, anchors });
    await restored.advance(source, new GridHistory([{ at: 0, grid: { columns: 39, rows: 5 } }]), bytes.length, places);
    expect(restored.picture().anchors).to.deep.equal(anchors);
    mirror.dispose();
    restored.dispose();
    return anchors;
}

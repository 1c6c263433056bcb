import { expect } from 'chai';
import { GridHistory } from '../../domain/grid-history';
import { OutputAnchors } from '../../domain/output-anchors';
import { MirrorSource, TerminalMirror } from './terminal-mirror';

describe('lines of anchors', () => {
    it('say how far above the cursor a place of the output stands', async () => {
        const mirror = mirrorOf('one\r\ntwo\r\nthree', 2, 10);
        expect((await mirror.snapshot()).meta['anchors']).to.deep.equal([
            [2, 2],
            [10, 0]
        ]);
        mirror.dispose();
    });

    it('are forgotten with their lines', async () => {
        const mirror = mirrorOf('one\r\ntwo\x1b[2J\x1b[3J\x1b[H', 2);
        expect((await mirror.snapshot()).meta['anchors']).to.deep.equal([]);
        mirror.dispose();
    });

    it('are told of the normal screen also while the alternate one is shown', async () => {
        const mirror = mirrorOf('one\r\ntwo\x1b[?1049hfull screen\r\nmore', 2, 25);
        expect((await mirror.snapshot()).meta['anchors']).to.deep.equal([[2, 1]]);
        mirror.dispose();
    });
});

function mirrorOf(text: string, ...places: number[]): TerminalMirror {
    const bytes = Buffer.from(text);
    const source: MirrorSource = {
        start: 0,
        end: bytes.length,
        read: (from, budget) => bytes.subarray(from, from + budget),
        nextRetained: from => from
    };
    const anchors: OutputAnchors = { nextAfter: position => places.find(place => place > position) ?? Infinity };
    return new TerminalMirror(source, new GridHistory([{ at: 0, grid: { columns: 40, rows: 5 } }]), 0, anchors);
}

import { expect } from 'chai';
import { castEvents, castHeader } from './asciicast';

const GRID = { columns: 80, rows: 24 };

describe('asciicast', () => {
    it('tells output and sizes with their times', () => {
        const bytes = new TextEncoder().encode('one two three');
        const cast = castEvents({
            at: 100,
            bytes,
            times: [
                { at: 90, ms: 5_000 },
                { at: 104, ms: 6_500 }
            ],
            grids: [{ at: 108, grid: { columns: 100, rows: 30 } }],
            startedAtMs: 5_000,
            isLast: true
        });
        expect(lines(cast.text)).to.deep.equal([
            [0, 'o', 'one '],
            [1.5, 'o', 'two '],
            [1.5, 'r', '100x30'],
            [1.5, 'o', 'three']
        ]);
        expect(cast.next).to.equal(113);
    });

    it('leaves a character that is cut to the next piece, and joins one over two events', () => {
        const bytes = new TextEncoder().encode('é漢').subarray(0, 4);
        const piece = { at: 0, bytes, times: [], grids: [{ at: 1, grid: GRID }], startedAtMs: 0, isLast: false };
        const cast = castEvents(piece);
        expect(lines(cast.text)).to.deep.equal([
            [0, 'r', '80x24'],
            [0, 'o', 'é']
        ]);
        expect(cast.next).to.equal(2);
    });

    it('begins with the size and the time', () => {
        expect(JSON.parse(castHeader(GRID, 'bash', 1_700_000_000_900))).to.deep.equal({
            version: 2,
            width: 80,
            height: 24,
            timestamp: 1_700_000_000,
            title: 'bash'
        });
    });
});

function lines(text: string): unknown[] {
    return text
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as unknown);
}

import { expect } from 'chai';
import fc from 'fast-check';
import { RecentBytes } from './recent-bytes';

/** A log in which no two places near each other look alike. */
const LOG = Uint8Array.from({ length: 500_000 }, (_, position) => (position * 7 + (position >> 8)) & 0xff);

function indexOfDifference(some: Uint8Array, others: Uint8Array): number {
    return some.findIndex((byte, index) => byte !== others[index]);
}

const CAPACITY = 50_000;
const EDGE_BYTES = 64;

function expectPieces(recent: RecentBytes, from: number, to: number, budget: number): void {
    for (let at = from; at < to;) {
        const piece = recent.read(at, budget)!;
        expect(piece.length).to.be.within(1, budget);
        expect(indexOfDifference(piece, LOG.subarray(at, at + piece.length))).to.equal(-1);
        at += piece.length;
    }
}

describe('recent bytes', () => {
    it('give what was appended, byte by byte at its position, and nothing else', () => {
        fc.assert(
            fc.property(
                fc.array(fc.uint8Array({ minLength: 1, maxLength: 30 })),
                fc.integer({ min: 1, max: 60 }),
                fc.nat(1_000),
                (chunks, capacity, at) => {
                    const recent = new RecentBytes(capacity, at);
                    const all = chunks.flatMap(chunk => Array.from(chunk));
                    chunks.forEach(chunk => recent.append(chunk));
                    expect(recent.end).to.equal(at + all.length);
                    expect(recent.end - recent.start).to.equal(Math.min(capacity, all.length));
                    for (let position = at - 2; position < recent.end + 2; position++) {
                        const held = position >= recent.start && position < recent.end;
                        const read = recent.read(position, 1);
                        expect(read && Array.from(read)).to.deep.equal(held ? [all[position - at]] : undefined);
                    }
                }
            )
        );
    });

    it('give whole pieces while they grow, and when they are full', () => {
        fc.assert(
            fc.property(
                fc.array(fc.integer({ min: 1, max: 40_000 }), { maxLength: 12 }),
                fc.integer({ min: 1_000, max: 25_000 }),
                fc.integer({ min: 1, max: EDGE_BYTES }),
                (sizes, budget, small) => {
                    const recent = new RecentBytes(CAPACITY, 12_345);
                    for (const size of sizes) {
                        recent.append(LOG.subarray(recent.end, recent.end + size));
                        const { start, end } = recent;
                        // the edges of what is held, and that of the ring, with any budget; all of it with a large one
                        const turn = end - (end % CAPACITY);
                        for (const edge of [start, turn - EDGE_BYTES, turn, end - EDGE_BYTES]) {
                            expectPieces(recent, Math.max(start, edge), Math.min(end, edge + EDGE_BYTES), small);
                        }
                        expectPieces(recent, start, end, budget);
                    }
                }
            ),
            { numRuns: 30 }
        );
    });

    it('leave what was read, and what was appended, to who has it', () => {
        const recent = new RecentBytes(10);
        const chunk = Uint8Array.of(1, 2, 3);
        recent.append(chunk);
        const read = recent.read(0, 10)!;
        chunk.fill(9);
        expect([...recent.read(0, 10)!]).to.deep.equal([1, 2, 3]);
        recent.append(new Uint8Array(10).fill(4));
        expect([...read]).to.deep.equal([1, 2, 3]);
    });

    it('go on where they were when all was let go of', () => {
        const recent = new RecentBytes(10);
        recent.append(Uint8Array.of(1, 2, 3));
        recent.clear();
        expect([recent.start, recent.end, recent.read(2, 1)]).to.deep.equal([3, 3, undefined]);
        recent.append(Uint8Array.of(4));
        expect([...recent.read(3, 5)!]).to.deep.equal([4]);
    });
});

import { expect } from 'chai';
import { ReadSlab } from './read-slab';

describe('memory for what is read', () => {
    /** Fills in the bytes of each reading, and then nothing. */
    function readings(...all: number[][]): (room: Uint8Array) => number {
        return room => {
            const next = all.shift() ?? [];
            room.set(next);
            return next.length;
        };
    }

    it('gives a piece of the head and of all that was read after it', () => {
        const piece = new ReadSlab().fill(Uint8Array.of(1, 2), 10, readings([3], [4, 5]));
        expect([...piece]).to.deep.equal([1, 2, 3, 4, 5]);
    });

    it('gives a piece of the head alone where nothing follows', () => {
        expect([...new ReadSlab().fill(Uint8Array.of(7), 10, readings())]).to.deep.equal([7]);
    });

    it('reads no more than the limit', () => {
        const slab = new ReadSlab();
        const rooms: number[] = [];
        const piece = slab.fill(Uint8Array.of(1), 5, room => {
            rooms.push(room.length);
            return Math.min(3, room.length);
        });
        expect([piece.length, rooms]).to.deep.equal([6, [5, 2]]);
    });

    it('keeps no slab alive for a small piece', () => {
        const slab = new ReadSlab();
        const [small, large] = [100, 65_536].map(limit => slab.fill(new Uint8Array(1), limit, room => room.length));
        expect(small.buffer === large.buffer).to.equal(false);
        expect([small.length, large.length]).to.deep.equal([101, 65_537]);
    });

    it('never gives the same place twice, also not when a slab is full', () => {
        const slab = new ReadSlab();
        const pieces = Array.from({ length: 100 }, (_, index) =>
            slab.fill(Uint8Array.of(index), 65_536, room => room.fill(index).length)
        );
        pieces.forEach((piece, index) => {
            expect(piece.length).to.equal(65_537);
            expect(
                piece.every(byte => byte === index),
                `piece ${index}`
            ).to.equal(true);
        });
        expect(new Set(pieces.map(({ buffer }) => buffer)).size).to.be.at.most(8);
    });
});

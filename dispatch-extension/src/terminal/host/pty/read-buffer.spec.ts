import { expect } from 'chai';
import { ReadBuffer } from './read-buffer';

describe('memory for what is read', () => {
    /** Fills in the bytes of each reading, and then nothing. */
    function readings(...all: number[][]): (room: Uint8Array) => number {
        return room => {
            const next = all.shift() ?? [];
            room.set(next);
            return next.length;
        };
    }

    it('gives the head and all that was read after it', () => {
        const bytes = new ReadBuffer().fill(Uint8Array.of(1, 2), 10, readings([3], [4, 5]));
        expect([...bytes]).to.deep.equal([1, 2, 3, 4, 5]);
    });

    it('gives the head alone where nothing follows', () => {
        expect([...new ReadBuffer().fill(Uint8Array.of(7), 10, readings())]).to.deep.equal([7]);
    });

    it('reads no more than the limit', () => {
        const rooms: number[] = [];
        const bytes = new ReadBuffer().fill(Uint8Array.of(1), 5, room => {
            rooms.push(room.length);
            return Math.min(3, room.length);
        });
        expect([bytes.length, rooms]).to.deep.equal([6, [5, 2]]);
    });

    it('is the same memory each time', () => {
        const buffer = new ReadBuffer();
        const [first, second] = [1, 2].map(head => buffer.fill(Uint8Array.of(head), 10, readings([head])));
        expect(first.buffer).to.equal(second.buffer);
        expect([...second]).to.deep.equal([2, 2]);
    });

    it('grows where more is asked for', () => {
        const bytes = new ReadBuffer().fill(new Uint8Array(200_000).fill(1), 100_000, room => room.fill(2).length);
        expect([bytes.length, bytes[199_999], bytes[200_000], bytes[299_999]]).to.deep.equal([300_000, 1, 2, 2]);
    });
});

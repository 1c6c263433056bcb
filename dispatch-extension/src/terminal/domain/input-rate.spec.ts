import { expect } from 'chai';
import { InputRate } from './input-rate';

const KIB = 1024;

describe('input rate', () => {
    it('lets a paste through at once, then only as much as the time allows, for each viewer alone', () => {
        const rate = new InputRate();
        const send = (viewer: string, kib: number, atMs: number) => rate.take(viewer, kib * KIB, 32 * KIB, atMs);
        expect([send('a', 64, 0), send('a', 64, 0), send('a', 1, 0)]).to.deep.equal([true, true, false]);
        expect(send('b', 64, 0)).to.equal(true);
        expect([send('a', 32, 999), send('a', 32, 1_000), send('a', 1, 1_000)]).to.deep.equal([false, true, false]);
    });

    it('always lets the largest frame through in the end, however small the rate', () => {
        const rate = new InputRate();
        expect(rate.take('a', 64 * KIB, 1, 0)).to.equal(true);
        expect(rate.take('a', 64 * KIB, 1, 64 * KIB * 1_000)).to.equal(true);
    });
});

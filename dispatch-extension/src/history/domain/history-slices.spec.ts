import { expect } from 'chai';
import * as fc from 'fast-check';
import { slicesOf } from './history-slices';

describe('slices of output', () => {
    it('are all of it, in order, and begin at every cut', () => {
        fc.assert(
            fc.property(fc.string({ maxLength: 200 }), fc.array(fc.nat(300)), (text, cuts) => {
                const bytes = new TextEncoder().encode(text.repeat(100));
                const slices = slicesOf({ at: 50, bytes }, cuts);
                let at = 50;
                for (const slice of slices) {
                    expect(slice.at).to.equal(at);
                    expect(slice.bytes).to.deep.equal(bytes.subarray(at - 50, at - 50 + slice.bytes.length));
                    at += slice.bytes.length;
                }
                expect(at).to.equal(50 + bytes.length);
                const inside = cuts.filter(cut => cut > 50 && cut < 50 + bytes.length);
                expect(slices.map(slice => slice.at)).to.include.members(inside);
            }),
            { numRuns: 50 }
        );
    });
});

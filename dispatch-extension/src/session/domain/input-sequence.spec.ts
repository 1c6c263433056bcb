import { expect } from 'chai';
import fc from 'fast-check';
import { InputSequence, InputSequences } from './input-sequence';

describe('input sequence', () => {
    it('applies each piece once and in order, however often a page sends again what was not acknowledged', () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(39)), (pieces, resendFrom) => {
                const sequence = new InputSequence();
                const applied: number[] = [];
                const send = (seq: number): void => sequence.apply(seq, () => applied.push(seq));
                for (let seq = 1; seq <= pieces; seq++) {
                    send(seq);
                    const from = Math.min(seq, 1 + (resendFrom[seq % (resendFrom.length || 1)] ?? 0));
                    for (let again = from; again <= seq; again++) {
                        send(again);
                    }
                }
                expect(applied).to.deep.equal(Array.from({ length: pieces }, (_, index) => index + 1));
            })
        );
    });

    it('refuses a piece when one before it is missing', () => {
        const sequence = new InputSequence();
        sequence.apply(1, () => undefined);
        expect(() => sequence.apply(3, () => expect.fail()))
            .to.throw()
            .with.property('code', 'session.input-hole');
        expect(sequence.applied).to.equal(1);
    });

    it('takes a piece again that could not be applied', () => {
        const sequence = new InputSequence();
        expect(() => sequence.apply(1, fail)).to.throw('full');
        expect(sequence.applied).to.equal(0);
        sequence.apply(1, () => undefined);
        expect(sequence.applied).to.equal(1);
    });

    it('is remembered for each viewer by itself', () => {
        const sequences = new InputSequences();
        sequences.of('a').apply(1, () => undefined);
        expect([sequences.of('a').applied, sequences.of('b').applied]).to.deep.equal([1, 0]);
    });
});

function fail(): never {
    throw new Error('full');
}

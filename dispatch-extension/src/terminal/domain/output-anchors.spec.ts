import { expect } from 'chai';
import { endsAtAnchor, joinAnchors, OutputAnchors } from './output-anchors';

describe('places in the output', () => {
    const placesAt = (...all: number[]): OutputAnchors => ({
        nextAfter: position => all.find(place => place > position) ?? Infinity
    });

    it('of several are in one order', () => {
        const joined = joinAnchors([placesAt(10, 30), placesAt(20)]);
        expect([0, 10, 20, 30].map(position => joined.nextAfter(position))).to.deep.equal([10, 20, 30, Infinity]);
    });

    it('are at the end, or a few bytes before it', () => {
        const ends = (place: number, end: number): boolean => endsAtAnchor(placesAt(place), end);
        expect([ends(1_000, 1_000), ends(1_000, 1_255), ends(1_000, 1_256)]).to.deep.equal([true, true, false]);
        expect([ends(1_000, 999), endsAtAnchor(placesAt(), 5)]).to.deep.equal([false, false]);
    });
});

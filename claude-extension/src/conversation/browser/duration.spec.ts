import { expect } from 'chai';
import { durationBetween, formatDuration } from './duration';

describe('a duration for people', () => {
    it('is as exact as its length asks for', () => {
        const shown = [-5, 0, 420, 9_949, 9_950, 59_400, 59_600, 185_000, 7_440_000].map(formatDuration);
        expect(shown).to.deep.equal([
            '0.0 s',
            '0.0 s',
            '0.4 s',
            '9.9 s',
            '10 s',
            '59 s',
            '1 min 0 s',
            '3 min 5 s',
            '2 h 4 min'
        ]);
    });

    it('says nothing where it is not known (it was 0.0 s)', () => {
        expect(durationBetween(1_000, 3_000)).to.equal('2.0 s');
        expect(durationBetween(1_000, 1_000)).to.equal(undefined);
        expect(durationBetween(undefined, 3_000)).to.equal(undefined);
        expect(durationBetween(1_000, undefined)).to.equal(undefined);
    });
});

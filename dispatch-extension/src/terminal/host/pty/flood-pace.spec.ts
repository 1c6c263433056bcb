import { expect } from 'chai';
import { FloodPace } from './flood-pace';

describe('the pace of floods', () => {
    const [typedIn, one, other] = [{}, {}, {}];
    const KIB = 1024;
    let nowMs: number;
    let pace: FloodPace;

    beforeEach(() => {
        nowMs = 1_000;
        pace = new FloodPace(() => nowMs);
    });

    it('is not held up while nobody types', () => {
        expect(pace.restAfter(one, 100_000 * KIB)).to.equal(0);
        pace.typed(typedIn);
        nowMs += 1_501;
        expect(pace.restAfter(one, 100_000 * KIB)).to.equal(0);
    });

    it('is held up to the end of the window when there is typing elsewhere, and goes on then', () => {
        pace.typed(typedIn);
        expect(pace.restAfter(one, 150 * KIB)).to.equal(0);
        nowMs += 5;
        expect(pace.restAfter(one, 50 * KIB)).to.equal(15);
        nowMs += 15;
        expect(pace.restAfter(one, 64 * KIB)).to.equal(0);
    });

    it('is not held up in the terminal that is typed in', () => {
        pace.typed(one);
        expect(pace.restAfter(one, 100_000 * KIB)).to.equal(0);
        pace.forget(one);
        expect(pace.restAfter(other, 100_000 * KIB)).to.equal(0);
    });

    it('is shared by those that flood, from the second window on', () => {
        pace.typed(typedIn);
        pace.restAfter(one, 100 * KIB);
        pace.restAfter(other, 100 * KIB);
        nowMs += 20;
        expect(pace.restAfter(one, 99 * KIB)).to.equal(0);
        expect(pace.restAfter(other, 100 * KIB)).to.equal(20);
        expect(pace.restAfter(one, KIB)).to.equal(20);
    });

    it('leaves each what a build prints, however many there are', () => {
        const many = Array.from({ length: 500 }, () => ({}));
        pace.typed(typedIn);
        many.forEach(each => pace.restAfter(each, 40 * KIB));
        nowMs += 20;
        expect(many.map(each => pace.restAfter(each, 31 * KIB)).filter(restMs => restMs > 0)).to.deep.equal([]);
    });
});

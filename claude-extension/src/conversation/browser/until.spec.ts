import { expect } from 'chai';
import { sayUntil } from './until';

const NOW = new Date(2026, 4, 31, 12, 0).getTime();

describe('until when a usage limit is waited for', () => {
    it('is said in the time of the page, with how long that is', () => {
        const atMs = NOW + 2 * 3_600_000 + 5 * 60_000;
        const time = new Date(atMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
        expect(sayUntil(atMs, NOW, false)).to.equal(`The limit ends at ${time}, in 2 h 5 min.`);
        expect(sayUntil(atMs, NOW, true)).to.equal(`It goes on by itself at ${time}, in 2 h 5 min.`);
    });

    it('is said with the day when that is another one', () => {
        expect(sayUntil(NOW + 72 * 3_600_000, NOW, false)).to.match(/ends at .*3.*, in 72 h 0 min\.$/);
    });

    it('may have passed, and may be unknown', () => {
        expect(sayUntil(NOW, NOW, false)).to.equal('The limit has ended.');
        expect(sayUntil(undefined, NOW, false)).to.equal('It is not known when the limit ends.');
        expect(sayUntil(undefined, NOW, true)).to.equal('It goes on by itself when the limit has been raised.');
    });
});

import { expect } from 'chai';
import { withoutTrailing } from './without-trailing';

describe('text without what trails', () => {
    it('ends where something else stands', () => {
        expect(['', '\n\n', 'a', 'a\n', '\na\n\nb\n\n', 'a\n '].map(text => withoutTrailing(text, '\n'))).to.deep.equal(
            ['', '', 'a', 'a', '\na\n\nb', 'a\n ']
        );
    });

    it('is there in a moment, however many stand in the middle', () => {
        const startedAtMs = Date.now();
        const text = `${'\n'.repeat(500_000)}x`;
        expect(withoutTrailing(`${text}\n`, '\n')).to.equal(text);
        expect(Date.now() - startedAtMs).to.be.below(1_000);
    });
});

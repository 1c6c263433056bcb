import { expect } from 'chai';
import { cutMiddle } from './cut-middle';

describe('cutting the middle of an output', () => {
    it('leaves alone what fits', () => {
        expect(cutMiddle('ä'.repeat(100), 200)).to.equal('ä'.repeat(100));
    });

    it('says how much is missing and tears no character, wherever the cut falls', () => {
        for (let length = 300; length < 330; length++) {
            const cut = cutMiddle('x'.repeat(length % 7) + '😀ä'.repeat(length), 300);
            expect(cut).to.match(/^x*(😀ä)*😀?\n… \d+ bytes left out …\nä?(😀ä)*$/u);
            expect(new TextEncoder().encode(cut).length).to.be.at.most(300);
        }
    });
});

import { expect } from 'chai';
import { estimateTokens } from './token-estimate';

describe('estimate of tokens', () => {
    it('counts letters by their script, and pictures', () => {
        expect(estimateTokens('')).to.equal(0);
        expect(estimateTokens('a')).to.equal(1);
        expect(estimateTokens('x'.repeat(350))).to.equal(100);
        expect(estimateTokens('你好')).to.equal(2);
        expect(estimateTokens('a', 2)).to.equal(3_201);
    });
});

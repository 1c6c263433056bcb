import { expect } from 'chai';
import { formatTokens } from './token-count';

describe('a number of tokens for people', () => {
    it('is short and never wrong by more than a twentieth', () => {
        const shown = [0, 999, 1_000, 9_949, 9_950, 34_400, 999_499, 999_500, 1_540_000].map(formatTokens);
        expect(shown).to.deep.equal(['0', '999', '1.0k', '9.9k', '10k', '34k', '999k', '1.0M', '1.5M']);
    });
});

import { expect } from 'chai';
import { formatUsd } from './money';

describe('an amount for people', () => {
    it('is never nothing while something was spent that can be seen', () => {
        const shown = [0, 0.00027, 0.05, 0.1, 0.425, 1, 1_234.5].map(formatUsd);
        expect(shown).to.deep.equal(['$0', '$0.0003', '$0.0500', '$0.10', '$0.43', '$1.00', '$1,234.50']);
    });
});

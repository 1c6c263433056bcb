import { expect } from 'chai';
import { splitModeFor } from './split-mode';

describe('a split of a terminal', () => {
    it('stands beside in a wide window, and below in one of 400 px, where each had 17 columns', () => {
        const widthOfBar = 48;
        expect([1400, 767, 400].map(width => splitModeFor(width - widthOfBar))).to.deep.equal([
            'split-right',
            'split-right',
            'split-bottom'
        ]);
    });
});

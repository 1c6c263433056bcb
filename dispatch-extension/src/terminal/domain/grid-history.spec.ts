import { expect } from 'chai';
import { GridHistory } from './grid-history';

const SMALL = { columns: 40, rows: 10 };
const LARGE = { columns: 200, rows: 50 };

describe('grid history', () => {
    const history = new GridHistory([
        { at: 0, grid: SMALL },
        { at: 100, grid: LARGE }
    ]);

    it('knows the size at each position', () => {
        expect([0, 99, 100, 101].map(at => history.inForceAt(at))).to.deep.equal([SMALL, SMALL, LARGE, LARGE]);
    });

    it('knows where the next change is', () => {
        expect([0, 99, 100].map(at => history.nextAfter(at))).to.deep.equal([100, 100, Infinity]);
    });

    it('takes the oldest size for what is older than all that is recorded', () => {
        expect(new GridHistory([{ at: 50, grid: LARGE }]).inForceAt(3)).to.equal(LARGE);
        expect(new GridHistory([]).inForceAt(3)).to.equal(undefined);
    });
});

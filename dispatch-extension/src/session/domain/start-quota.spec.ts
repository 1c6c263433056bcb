import { expect } from 'chai';
import { DispatchError } from '../../kernel/common/errors';
import { KindQuota, START_WINDOW_MS, StartQuota } from './start-quota';

const QUOTA: KindQuota = {
    perPerson: { limit: 3, variable: 'MAX_THINGS' },
    perWorkspace: { limit: 2, variable: 'MAX_THINGS_PER_WORKSPACE' },
    starts: { limit: 2, variable: 'THING_STARTS' }
};

describe('start quota', () => {
    function messageOf(act: () => void): string {
        try {
            act();
            return 'admitted';
        } catch (error) {
            return (error as DispatchError).message;
        }
    }

    it('says the limit that was reached, its number and the variable that raises it', () => {
        const quota = new StartQuota();
        expect(messageOf(() => quota.admit(QUOTA, 3, 0, 0)))
            .to.contain('There are 3')
            .and.contain('MAX_THINGS.');
        expect(messageOf(() => quota.admit(QUOTA, 2, 2, 0)))
            .to.contain('There are 2')
            .and.contain('MAX_THINGS_PER_WORKSPACE.');
    });

    it('lets so many start in a while, and counts no start that it refused', () => {
        const quota = new StartQuota();
        quota.admit(QUOTA, 0, undefined, 0);
        quota.admit(QUOTA, 1, undefined, 5);
        expect(messageOf(() => quota.admit(QUOTA, 2, undefined, 6)))
            .to.contain('2 sessions')
            .and.contain('THING_STARTS.');
        expect(messageOf(() => quota.admit(QUOTA, 3, undefined, START_WINDOW_MS))).to.contain('MAX_THINGS.');
        quota.admit(QUOTA, 2, undefined, START_WINDOW_MS);
        expect(messageOf(() => quota.admit(QUOTA, 2, undefined, START_WINDOW_MS + 4))).to.contain('THING_STARTS.');
        quota.admit(QUOTA, 2, undefined, START_WINDOW_MS + 5);
    });
});

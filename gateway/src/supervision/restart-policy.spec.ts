import { expect } from 'chai';
import { RestartPolicy } from './restart-policy';

describe('restart policy', () => {
    it('starts what was well for long again at once', () => {
        expect(new RestartPolicy(true).ended(0, 3_600_000)).to.deep.equal({ then: 'start', afterMs: 0 });
    });

    it('waits longer each time, and gives up after five ends within a minute', () => {
        const policy = new RestartPolicy(true);
        expect([0, 1, 2, 3, 4].map(second => policy.ended(second * 1_000, 0))).to.deep.equal([
            { then: 'start', afterMs: 200 },
            { then: 'start', afterMs: 400 },
            { then: 'start', afterMs: 800 },
            { then: 'start', afterMs: 1_600 },
            { then: 'give-up' }
        ]);
    });

    it('does not give up on what ends rarely', () => {
        const policy = new RestartPolicy(true);
        const decisions = Array.from({ length: 50 }, (_, index) => policy.ended(index * 20_000, 5_000).then);
        expect(new Set(decisions)).to.deep.equal(new Set(['start']));
    });

    it('forgets what was after ten healthy seconds, and when asked to', () => {
        const policy = new RestartPolicy(true);
        [1, 2, 3, 4].forEach(at => policy.ended(at, 0));
        policy.ended(5, 10_000);
        expect(policy.ended(6, 0)).to.deep.equal({ then: 'start', afterMs: 200 });
        policy.reset();
        expect(policy.ended(7, 0)).to.deep.equal({ then: 'start', afterMs: 200 });
    });

    it('tries for ever, every ten seconds at last, what must not be given up', () => {
        const policy = new RestartPolicy(false);
        const delays = Array.from({ length: 10 }, (_, index) => policy.ended(index, 0)).map(decision =>
            'afterMs' in decision ? decision.afterMs : 'none'
        );
        expect(delays).to.deep.equal([200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000, 10_000]);
    });
});

import { expect } from 'chai';
import { ReconnectDelay } from './reconnect-delay';

describe('reconnect delay', () => {
    it('grows from a quarter of a second to five seconds', () => {
        const delay = new ReconnectDelay(() => 0);
        expect(Array.from({ length: 7 }, () => delay.nextMs())).to.deep.equal([
            250, 500, 1_000, 2_000, 4_000, 5_000, 5_000
        ]);
    });

    it('begins again after a success', () => {
        const delay = new ReconnectDelay(() => 0);
        delay.nextMs();
        delay.nextMs();
        delay.reset();
        expect(delay.nextMs()).to.equal(250);
    });

    it('spreads pages over half of the time, and is never shorter than the first', () => {
        const delay = new ReconnectDelay(() => 0.999);
        expect(Array.from({ length: 6 }, () => delay.nextMs())).to.deep.equal([250, 250, 500, 1_001, 2_002, 2_502]);
    });
});

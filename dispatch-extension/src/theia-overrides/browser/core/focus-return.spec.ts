import { expect } from 'chai';
import { giveFocusBack } from './focus-return';

describe('the focus after a dialog', () => {
    const body = {} as HTMLElement;

    /** How often the earlier element was given the focus. */
    function given(activeElement: object | null, isConnected = true): number {
        let times = 0;
        const earlier = { isConnected, focus: () => void times++ };
        giveFocusBack({ body, activeElement: activeElement as Element | null }, earlier);
        return times;
    }

    it('is where it was before (it was nowhere: Theia gave it to what could not take it yet)', () => {
        expect(given(body)).to.equal(1);
        expect(given(null)).to.equal(1);
    });

    it('stays with what has taken it meanwhile', () => {
        expect(given({})).to.equal(0);
    });

    it('is not given to what is gone', () => {
        expect(given(body, false)).to.equal(0);
        expect(() => giveFocusBack({ body, activeElement: body }, undefined)).not.to.throw();
    });
});

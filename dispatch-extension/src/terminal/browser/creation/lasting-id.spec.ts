import { expect } from 'chai';
import { lastingId } from './lasting-id';

describe('the id of a terminal on its page', () => {
    it('is the same after a reload, in whatever order terminals are made there', () => {
        const [one, two] = ['1764412345678-0', '1764412345678-1'].map(created => ({ title: 'bash', created }));
        const before = [lastingId(one), lastingId(two)];
        expect([lastingId(two), lastingId(one)].reverse()).to.deep.equal(before);
        expect(before[0]).not.to.equal(before[1]);
    });

    it('is the one that a plugin gave it', () => {
        expect(lastingId({ id: 'plugin-terminal-3', created: '1764412345678-2' } as never)).to.equal(
            'plugin-terminal-3'
        );
    });

    it('is no other’s where nothing is known of it', () => {
        expect(lastingId({})).not.to.equal(lastingId({}));
    });
});

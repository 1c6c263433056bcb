import { expect } from 'chai';
import { SessionCookie } from './session-cookie';

const GOOD = 'A'.repeat(43);
const PLANTED = 'B'.repeat(43);

describe('session cookie', () => {
    const cookie = new SessionCookie(() => 3030);

    it('is bound to host, TLS and every path behind TLS', () => {
        expect(cookie.set(GOOD, true)).to.equal(
            `__Host-dispatch=${GOOD}; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=1209600`
        );
    });

    it('is out of reach of scripts and other sites without TLS', () => {
        expect(cookie.set(GOOD, false)).to.equal(`dispatch=${GOOD}; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600`);
    });

    it('does not collide with an installation on another port', () => {
        expect(new SessionCookie(() => 4040).name(false)).to.equal('dispatch-4040');
    });

    it('S19: believes neither of two different cookies of its name, in any order', () => {
        for (const header of [`dispatch=${GOOD}; dispatch=${PLANTED}`, `dispatch=${PLANTED}; dispatch=${GOOD}`]) {
            expect(cookie.read(header, false), header).to.equal(undefined);
        }
    });

    it('S19: behind TLS a cookie without the prefix is nothing', () => {
        const header = `dispatch=${PLANTED}; __Host-dispatch=${GOOD}; dispatch=${PLANTED}`;
        expect([cookie.read(header, true), cookie.read(`dispatch=${PLANTED}`, true)]).to.deep.equal([GOOD, undefined]);
    });

    it('reads nothing from what cannot be one of our values', () => {
        for (const header of [
            undefined,
            '',
            'dispatch',
            'dispatch=',
            'dispatch=short',
            `dispatch=${GOOD}x`,
            '=x',
            ';;;'
        ]) {
            expect(cookie.read(header, false), String(header)).to.equal(undefined);
        }
    });
});

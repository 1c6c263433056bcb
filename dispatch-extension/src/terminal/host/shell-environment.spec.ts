import { expect } from 'chai';
import { shellEnvironment } from './shell-environment';

describe('the environment of a shell', () => {
    const OURS = {
        COLORTERM: 'truecolor',
        DISPATCH_SESSION_ID: 's1',
        TERM: 'xterm-256color',
        TERM_PROGRAM: 'dispatch'
    };

    it('is the person’s, without what is ours, and with the id of the session', () => {
        const base = { HOME: '/home/ada', LANG: 'de_DE.UTF-8', DISPATCH_DATA_DIR: '/data', TERM_PROGRAM_VERSION: '1' };
        expect(shellEnvironment(base, 's1')).to.deep.equal({ ...OURS, HOME: '/home/ada', LANG: 'de_DE.UTF-8' });
    });

    it('has a locale with UTF-8 where the person has none', () => {
        expect(shellEnvironment({ HOME: '/home/ada' }, 's1')['LANG']).to.equal('C.UTF-8');
        expect(shellEnvironment({ LANG: '' }, 's1')['LANG']).to.equal('C.UTF-8');
        expect(shellEnvironment({ LC_ALL: 'C' }, 's1')).to.not.have.property('LANG');
        expect(shellEnvironment({}, 's1', { LANG: null })).to.not.have.property('LANG');
    });

    it('is changed by a profile, but never in which session it is', () => {
        const change = { TERM: 'dumb', COLORTERM: null, DISPATCH_SESSION_ID: 'other' };
        expect(shellEnvironment({ LANG: 'C' }, 's1', change)).to.deep.equal({
            DISPATCH_SESSION_ID: 's1',
            LANG: 'C',
            TERM: 'dumb',
            TERM_PROGRAM: 'dispatch'
        });
    });
});

import { expect } from 'chai';
import { meterToken, meterTokenKey, sessionOfToken } from './meter-token';

const SESSION = '01JD8Z6V4X2M3N5P7Q9R1S0T2V';

describe('meter token', () => {
    const key = meterTokenKey('the secret of the installation');

    it('names the session that it was made for', () => {
        expect(sessionOfToken(meterToken(SESSION, key), key)).to.equal(SESSION);
    });

    it('is the same after a restart, and another in another installation', () => {
        expect(meterTokenKey('the secret of the installation')).to.equal(key);
        expect(sessionOfToken(meterToken(SESSION, meterTokenKey('another')), key)).to.equal(undefined);
    });

    it('is worth nothing for another session, cut, lengthened or made up', () => {
        const token = meterToken(SESSION, key);
        const other = token.replace(SESSION, '01JD8Z6V4X2M3N5P7Q9R1S0T2W');
        for (const given of [
            other,
            token.slice(0, -1),
            `${token}A`,
            SESSION,
            `${SESSION}.`,
            '',
            '.',
            'sk-ant-api03-x',
            'é.é'
        ]) {
            expect(sessionOfToken(given, key), given).to.equal(undefined);
        }
    });
});

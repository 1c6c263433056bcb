import { expect } from 'chai';
import { isCausedByOwnPage, isNavigation, isUpgradeOfOwnPage } from './browser-rules';

const OWN = 'http://localhost:3030';

describe('browser rules', () => {
    it('S11: takes an upgrade from exactly our own origin', () => {
        expect(isUpgradeOfOwnPage({ origin: OWN }, OWN)).to.equal(true);
        const others = [
            'http://localhost:3031',
            'https://localhost:3030',
            'http://evil.com',
            'null',
            '',
            'http://localhost:3030@evil.com',
            'http://localhost:3030.evil.com',
            'http://evil.com/http://localhost:3030',
            'http://[::1]:3030',
            'http://a.webview.localhost:3030',
            `${OWN}/`
        ];
        for (const origin of [...others, undefined]) {
            expect(isUpgradeOfOwnPage({ origin }, OWN), String(origin)).to.equal(false);
        }
    });

    it('S14: refuses a change caused by another site, another port or a sub-domain', () => {
        for (const headers of [
            { origin: 'http://evil.com' },
            { origin: 'null' },
            { origin: 'http://a.webview.localhost:3030', 'sec-fetch-site': 'same-site' },
            { 'sec-fetch-site': 'cross-site' },
            { 'sec-fetch-site': 'same-site' }
        ]) {
            expect(isCausedByOwnPage({ method: 'POST', headers }, OWN), JSON.stringify(headers)).to.equal(false);
        }
    });

    it('takes a change from our own page, and from a client that is no browser', () => {
        for (const headers of [
            { origin: OWN, 'sec-fetch-site': 'same-origin' },
            { 'sec-fetch-site': 'same-origin' },
            {}
        ]) {
            expect(isCausedByOwnPage({ method: 'PUT', headers }, OWN), JSON.stringify(headers)).to.equal(true);
        }
    });

    it('takes a link from elsewhere, and no picture, script, frame or fetch', () => {
        const from = (dest: string, mode: string): boolean =>
            isCausedByOwnPage(
                {
                    method: 'GET',
                    headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode, 'sec-fetch-dest': dest }
                },
                OWN
            );
        expect({
            link: from('document', 'navigate'),
            frame: from('iframe', 'navigate'),
            picture: from('image', 'no-cors'),
            script: from('script', 'no-cors'),
            fetch: from('empty', 'cors')
        }).to.deep.equal({ link: true, frame: false, picture: false, script: false, fetch: false });
    });

    it('answers with pages to people, and with data to programs', () => {
        expect(isNavigation({ method: 'GET', headers: { 'sec-fetch-mode': 'navigate' } })).to.equal(true);
        expect(isNavigation({ method: 'GET', headers: { accept: 'text/html,*/*' } })).to.equal(true);
        expect(isNavigation({ method: 'GET', headers: { accept: '*/*' } })).to.equal(false);
        expect(isNavigation({ method: 'POST', headers: { 'sec-fetch-mode': 'navigate' } })).to.equal(false);
    });
});

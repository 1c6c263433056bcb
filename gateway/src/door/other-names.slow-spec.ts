import { expect } from 'chai';
import { Gateway } from '../operations/gateway-process';
import { BrowserLike } from '../testing/browser-like';
import { TEST_KEY, TestInstallation } from '../testing/test-installation';

describe('the door, by other names', () => {
    let installation: TestInstallation;
    let gateway: Gateway;
    let browser: BrowserLike;

    before(async () => {
        installation = new TestInstallation();
        gateway = await installation.open();
    });

    beforeEach(() => {
        browser = new BrowserLike(gateway.port);
    });

    after(() => installation.dispose());

    it('serves webviews their static files, without a sign-in, a cookie or any other path', async () => {
        const host = `3f9a-1c.webview.${browser.host}`;
        await browser.signIn(TEST_KEY);
        const page = await browser.ask('/webview/index.html?id=1', {
            headers: { host, cookie: `${browser.cookie}; theia-x=1` }
        });
        expect(JSON.parse(page.body).headers).not.to.have.property('cookie');
        expect(page.headers['content-security-policy']).to.equal(
            `frame-ancestors 'self' http://${browser.host}; object-src 'none'`
        );
        expect(page.headers).not.to.have.property('set-cookie');
        for (const path of [
            '/',
            '/healthz',
            '/sign-in',
            '/files/x',
            '/socket.io/',
            '/webview/../files/x',
            '/webview/%2e%2e/x'
        ]) {
            expect((await browser.ask(path, { headers: { host } })).status, path).to.equal(404);
        }
        expect((await browser.ask('/webview/index.html', { method: 'POST', headers: { host } })).status).to.equal(404);
        expect(await browser.upgradeStatus('/session-socket', { host })).to.equal(403);
    });

    it('sends who typed 127.0.0.1 to localhost, below which webviews have names', async () => {
        const answer = await browser.open('/sign-in?token=x', { host: `127.0.0.1:${gateway.port}` });
        expect(answer.headers.location).to.equal(`http://localhost:${gateway.port}/sign-in?token=x`);
    });
});

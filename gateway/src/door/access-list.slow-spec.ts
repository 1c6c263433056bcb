import { expect } from 'chai';
import { BrowserLike } from '../testing/browser-like';
import { TestInstallation } from '../testing/test-installation';
import { ACCESS_LIST } from './access-list';
import { UPGRADE_ROUTES } from './theia-routes';

describe('S05: what answers without a session', () => {
    const installation = new TestInstallation();

    after(() => installation.dispose());

    it('is what the access list says, of all routes there are', async () => {
        const gateway = await installation.start();
        const browser = new BrowserLike(gateway.port);
        const open: string[] = [];
        for (const { method, url } of gateway.routes) {
            if (method === 'OPTIONS') {
                continue;
            }
            const path = url.replace(/\*/g, 'x').replace(/:\w+/g, 'door.css');
            const answer = await browser.ask(path, { method, headers: { origin: browser.origin, 'x-dispatch': '1' } });
            const refused = answer.status === 401 && answer.body.includes(method === 'HEAD' ? '' : 'door.signed-out');
            if (!refused && method !== 'HEAD') {
                open.push(`${method} ${url}`);
            }
            if (method === 'HEAD') {
                expect(answer.status === 401, `HEAD ${url}`).to.equal(!ACCESS_LIST.has(`GET ${url}`));
            }
        }
        expect(open.sort()).to.deep.equal([...ACCESS_LIST.keys()].sort());
    });

    it('is nothing of the upgrades, and nothing of what is no route', async () => {
        const gateway = await installation.start({ DISPATCH_DATA_DIR: `${installation.folder}/second` });
        const browser = new BrowserLike(gateway.port);
        for (const path of [...UPGRADE_ROUTES.keys(), '/healthz', '/meter/v1/messages', '/nothing']) {
            expect(await browser.upgradeStatus(path), path).to.equal(401);
        }
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
            for (const path of [
                '/nothing',
                '/sign-in/x',
                '/healthz/',
                '/door',
                '/door/a/b',
                '//healthz',
                '/meter',
                '/meter/v1/complete'
            ]) {
                expect(
                    (await browser.ask(path, { method, headers: { origin: browser.origin } })).status,
                    `${method} ${path}`
                ).to.equal(401);
            }
        }
    });
});

import { expect } from 'chai';
import { ViewerId } from '../../../kernel/common/ids';
import { closeInheritedFiles } from '../../../kernel/host/inherited-files';
import { SessionInfo } from '../../../session/common/session-protocol';
import { DriveRole } from '../../../session/common/stream-frames';
import { TestHost } from '../../../session/testing/test-host';
import { newViewerId, TestPage } from '../../../session/testing/test-page';
import { TerminalKind } from '../terminal-kind';

const WIDE = { columns: 200, rows: 50 };
const NARROW = { columns: 40, rows: 30 };
/** Says its size at the start and at every SIGWINCH, and each line that it reads. */
const SIZES = `
    const { spawnSync } = require('node:child_process');
    const size = () => spawnSync('stty', ['size'], { stdio: ['inherit', 'pipe', 'ignore'] }).stdout.toString().trim();
    const say = () => console.log('size ' + size());
    process.on('SIGWINCH', say);
    say();
    require('node:readline').createInterface({ input: process.stdin }).on('line', line => console.log('read ' + line));`;

describe('pages of different size on one terminal', function () {
    this.timeout(60_000);
    let host: TestHost;
    let page: TestPage;
    let session: SessionInfo;

    before(closeInheritedFiles);

    beforeEach(async () => {
        host = await TestHost.start(() => [TerminalKind.ofThisSystem()]);
        page = await host.page();
        const options = { shell: process.execPath, args: ['-e', SIZES], grid: WIDE };
        session = await page.create('terminal', options);
    });

    afterEach(async () => {
        await page.call('endSession', { sessionId: session.id });
        await host.dispose();
        expect(host.log.entries.filter(entry => entry.level === 'error')).to.deep.equal([]);
    });

    /** A driver that has seen the program start, and a narrower viewer that looks on. */
    async function two() {
        const driver = page.attach(session, { from: 0, grid: WIDE, pageKey: key('driver') });
        await driver.until(() => driver.text.includes('size 50 200'));
        const viewer = (await host.page()).attach(session, { from: 0, grid: NARROW, pageKey: key('viewer') });
        await viewer.until(() => viewer.info !== undefined);
        return { driver, viewer };
    }

    function sizes(text: string): string[] {
        return text.match(/size \d+ \d+/g) ?? [];
    }

    it('send the program no SIGWINCH while one only looks, whatever its size', async () => {
        const { driver, viewer } = await two();
        expect([driver.drives, viewer.drives]).to.deep.equal([true, false]);
        for (let columns = 30; columns < 40; columns++) {
            viewer.resize({ columns, rows: 10 });
        }
        viewer.drive(DriveRole.Want);
        driver.type('done\n');
        await viewer.until(() => viewer.text.includes('read done'));
        expect(sizes(viewer.text)).to.deep.equal(['size 50 200']);
        expect(viewer.grids).to.deep.equal([]);
    });

    it('hand over to who types, at once and with its size, and tell everybody', async () => {
        const { driver, viewer } = await two();
        viewer.type('hello\n');
        await driver.until(() => driver.text.includes('read hello') && driver.text.includes('size 30 40'));
        expect([driver.drives, viewer.drives]).to.deep.equal([false, true]);
        expect([driver.grids.at(-1), viewer.grids.at(-1)]).to.deep.equal([NARROW, NARROW]);
        driver.drive(DriveRole.Drive);
        await viewer.until(() => sizes(viewer.text).length === 3);
        expect(sizes(viewer.text)).to.deep.equal(['size 50 200', 'size 30 40', 'size 50 200']);
    });

    it('get the answers of the driver only', async () => {
        const { driver, viewer } = await two();
        viewer.type('\x1b[9;9R');
        viewer.type('\x1b]11;rgb:0000/0000/0000\x07');
        viewer.type('\x1b[<35;1;1M');
        await viewer.until(() => viewer.appliedInput === 3);
        expect(viewer.drives).to.equal(false);
        driver.type('\x1b[1;1R\n');
        await viewer.until(() => viewer.text.includes('read '));
        expect(viewer.text).to.contain('[1;1R').and.not.contain('[9;9R').and.not.contain('rgb');
    });

    it('hand over to the one that stays when the driver leaves', async () => {
        const { driver, viewer } = await two();
        driver.detach();
        await viewer.until(() => viewer.drives === true && sizes(viewer.text).length === 2);
        expect(sizes(viewer.text)).to.deep.equal(['size 50 200', 'size 30 40']);
    });

    it('let a driver that reloads go on driving, without a word to the program', async () => {
        const { viewer } = await two();
        const reloading = await host.page();
        const first = reloading.attach(session, { from: 0, grid: WIDE, pageKey: key('reloads') });
        await first.until(() => first.info !== undefined);
        first.type('mine\n');
        await viewer.until(() => viewer.text.includes('read mine'));
        reloading.cut();
        const again = (await host.page()).attach(session, {
            from: 0,
            grid: WIDE,
            pageKey: key('reloads'),
            viewerId: newViewerId()
        });
        await again.until(() => again.drives === true);
        again.type('again\n');
        await viewer.until(() => viewer.text.includes('read again'));
        expect(sizes(viewer.text)).to.deep.equal(['size 50 200']);
        expect(viewer.drives).to.equal(false);
    });
});

function key(name: string): ViewerId {
    return ViewerId.parse(`page-key-of-the-${name}`);
}

import { expect } from 'chai';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { DispatchError } from '../../kernel/common/errors';
import { closeInheritedFiles } from '../../kernel/host/inherited-files';
import { TestHost } from '../../session/testing/test-host';
import { TestPage } from '../../session/testing/test-page';
import { TerminalKind } from './terminal-kind';

const GRID = { columns: 80, rows: 24 };
/** What a terminal has of ours in its environment is documented here. */
const CONFIGURATION_PAGE = path.resolve(__dirname, '../../../../docs/configuration.md');

describe('programs of a terminal', function () {
    this.timeout(60_000);
    let host: TestHost;
    let page: TestPage;

    before(closeInheritedFiles);

    beforeEach(async () => {
        host = await TestHost.start(() => [TerminalKind.ofThisSystem()], { inputBytesPerSecond: 1024 ** 3 });
        page = await host.page();
    });

    afterEach(async () => {
        await host.dispose();
        expect(host.log.entries.filter(entry => entry.level === 'error')).to.deep.equal([]);
    });

    function run(script: string, more: object = {}) {
        return page.create('terminal', { shell: '/bin/bash', args: ['--norc', '-c', script], grid: GRID, ...more });
    }

    it('have the environment of the person, their own id and no file of ours', async () => {
        const session = await run(
            'echo "$TERM $COLORTERM $TERM_PROGRAM $DISPATCH_SESSION_ID $ADDED [$REMOVED]"; exec /bin/ls /proc/self/fd',
            {
                env: { ADDED: 'yes', REMOVED: null }
            }
        );
        const viewer = page.attach(session, { from: 0 });
        await viewer.until(() => viewer.exit !== undefined);
        const [first, ...rest] = viewer.text.split('\r\n');
        expect(first).to.equal(`xterm-256color truecolor dispatch ${session.id} yes []`);
        expect(rest.join(' ').trim().split(/\s+/)).to.deep.equal(['0', '1', '2', '3']);
    });

    it('do not get hold of each other, also when files were closed in between', async () => {
        const holes = Array.from({ length: 30 }, () => fs.openSync('/dev/null', 'r'));
        const first = await run('sleep 300');
        holes.forEach(fd => fs.closeSync(fd));
        const second = page.attach(await run('exec /bin/ls -l /proc/self/fd'), { from: 0 });
        await second.until(() => second.exit !== undefined);
        expect(second.text).not.to.contain('ptmx');
        await page.call('endSession', { sessionId: first.id });
    });

    it('inherit nothing of ours: the environment of the person, no open file, and one documented name', async () => {
        process.env['DISPATCH_TEST_SECRET'] = 'not for shells';
        const list = await run('env; echo fds $(ls /proc/self/fd | wc -l)');
        delete process.env['DISPATCH_TEST_SECRET'];
        const viewer = page.attach(list, { from: 0 });
        await viewer.until(() => viewer.exit !== undefined);
        const names = [...viewer.text.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
        const known = new Set([
            ...Object.keys(process.env),
            'TERM',
            'COLORTERM',
            'TERM_PROGRAM',
            'PWD',
            'OLDPWD',
            'SHLVL',
            '_'
        ]);
        expect(names.filter(name => !known.has(name))).to.deep.equal(['DISPATCH_SESSION_ID']);
        expect(fs.readFileSync(CONFIGURATION_PAGE, 'utf8')).to.contain('| `DISPATCH_SESSION_ID` |');
        // input, output, errors, and the folder that ls reads
        expect(viewer.text).to.contain('fds 4');
    });

    it('say clearly why they cannot be started', async () => {
        const refusals: [object, object, string][] = [
            [{ shell: '/no/such/shell' }, {}, 'terminal.shell-missing'],
            [{ shell: '/tmp' }, {}, 'terminal.shell-missing'],
            [{ shell: '../bin/sh' }, {}, 'terminal.shell-missing'],
            [{}, { folder: '/no/such/folder' }, 'session.bad-folder'],
            [{}, { folder: 'relative' }, 'session.bad-folder'],
            [{ grid: { columns: 0, rows: 24 } }, {}, 'session.bad-options'],
            [{ grid: { columns: 80, rows: 100_000 } }, {}, 'session.bad-options'],
            [{ env: { 'A=B': 'x' } }, {}, 'session.bad-options']
        ];
        for (const [options, more, code] of refusals) {
            const refused = await page.create('terminal', options, more).then(
                () => undefined,
                (error: DispatchError) => error.code
            );
            expect(refused, JSON.stringify(options)).to.equal(code);
        }
    });
});

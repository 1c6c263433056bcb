import { expect } from 'chai';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { DispatchError } from '../../kernel/common/errors';
import { useTerminals } from '../testing/use-terminals';

/** What a terminal has of ours in its environment is documented here. */
const CONFIGURATION_PAGE = path.resolve(__dirname, '../../../../docs/configuration.md');

describe('programs of a terminal', function () {
    this.timeout(60_000);
    const terminals = useTerminals();

    it('have the environment of the person, their own id and no file of ours', async () => {
        const session = await terminals.run(
            'echo "$TERM $COLORTERM $TERM_PROGRAM $DISPATCH_SESSION_ID $ADDED [$REMOVED]"; exec /bin/ls /proc/self/fd',
            {
                env: { ADDED: 'yes', REMOVED: null }
            }
        );
        const viewer = terminals.page.attach(session, { from: 0 });
        await viewer.until(() => viewer.exit !== undefined);
        const [first, ...rest] = viewer.text.split('\r\n');
        expect(first).to.equal(`xterm-256color truecolor dispatch ${session.id} yes []`);
        expect(rest.join(' ').trim().split(/\s+/)).to.deep.equal(['0', '1', '2', '3']);
    });

    it('do not get hold of each other, also when files were closed in between', async () => {
        const holes = Array.from({ length: 30 }, () => fs.openSync('/dev/null', 'r'));
        const first = await terminals.run('sleep 300');
        holes.forEach(fd => fs.closeSync(fd));
        const second = terminals.page.attach(await terminals.run('exec /bin/ls -l /proc/self/fd'), { from: 0 });
        await second.until(() => second.exit !== undefined);
        expect(second.text).not.to.contain('ptmx');
        await terminals.page.call('endSession', { sessionId: first.id });
    });

    it('inherit nothing of ours: the environment of the person, no open file, and one documented name', async () => {
        process.env['DISPATCH_TEST_SECRET'] = 'not for shells';
        const list = await terminals.run('env; echo fds $(ls /proc/self/fd | wc -l)');
        delete process.env['DISPATCH_TEST_SECRET'];
        const viewer = terminals.page.attach(list, { from: 0 });
        await viewer.until(() => viewer.exit !== undefined);
        const names = [...viewer.text.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
        const known = new Set([
            ...Object.keys(process.env),
            'TERM',
            'COLORTERM',
            'TERM_PROGRAM',
            // where the person has no locale
            'LANG',
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
            const refused = await terminals.page.create('terminal', options, more).then(
                () => undefined,
                (error: DispatchError) => error.code
            );
            expect(refused, JSON.stringify(options)).to.equal(code);
        }
    });
});

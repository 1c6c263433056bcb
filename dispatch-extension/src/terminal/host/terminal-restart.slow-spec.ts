import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { closeInheritedFiles } from '../../kernel/host/inherited-files';
import { SessionInfo } from '../../session/common/session-protocol';
import { TestHost } from '../../session/testing/test-host';
import { newViewerId, TestPage } from '../../session/testing/test-page';
import { TerminalKind } from './terminal-kind';

const MANY = 500;

describe('terminals that are started again', function () {
    this.timeout(60_000);
    let host: TestHost;
    let page: TestPage;

    before(closeInheritedFiles);

    beforeEach(async () => {
        host = await TestHost.start(() => [TerminalKind.ofThisSystem()]);
        page = await host.page();
    });

    afterEach(async () => {
        await host.dispose();
        expect(host.log.entries.filter(entry => entry.level === 'error')).to.deep.equal([]);
    });

    const script = 'echo "in $PWD with $COLOUR"; read -r line; echo "got $line"; exit 3';
    function run(folder: string) {
        const options = { shell: '/bin/bash', args: ['--norc', '-c', script], env: { COLOUR: 'red' } };
        return page.create('terminal', options, { folder });
    }

    async function startAgain(session: SessionInfo): Promise<SessionInfo> {
        return (await page.call<{ session: SessionInfo }>('restartSession', { sessionId: session.id })).session;
    }

    it('keep their id, folder, program and environment, and what was shown above a line', async () => {
        const folder = path.join(host.folder, 'work');
        fs.mkdirSync(folder);
        const session = await run(folder);
        const first = page.attach(session, { from: 0 });
        first.type('one\n');
        await first.until(() => first.exit !== undefined);
        await host.stop();
        await host.startAgain();
        page = await host.page();
        expect(await page.session(session.id)).to.deep.include({ state: 'ended', reason: 'exited with code 3' });

        const again = await startAgain(session);
        expect(again).to.deep.include({ id: session.id, folder });
        expect(['active', 'suspended']).to.include(again.state);
        expect(again.detail['exitCode']).to.equal(undefined);
        const second = page.attach(session, { from: first.position, shown: first.bytes });
        await second.until(() => second.text.split(`in ${folder} with red`).length === 3);
        second.type('two\n');
        await second.until(() => second.exit !== undefined);
        expect(second.text).to.match(/got one[^]*started again, \d{4}-\d\d-\d\d[^]*got two/);
        expect(second.gaps).to.deep.equal([]);

        const fresh = page.attach(session);
        await fresh.until(() => fresh.exit !== undefined);
        const screen = fresh.snapshots[0].bytes.toString();
        expect(screen).to.match(/got one[^]*started again[^]*got two/);
    });

    it('are driven by the page that starts them again, also when a narrower one attaches first, without a SIGWINCH', async () => {
        const resizes = 'trap "echo resized" WINCH; stty size; while read -r line; do stty size; done';
        const grid = { columns: 200, rows: 50 };
        const session = await page.create('terminal', { shell: '/bin/bash', args: ['-c', resizes], grid });
        const first = page.attach(session, { from: 0, grid });
        await first.until(() => first.text.includes('50 200'));
        await host.stop();
        await host.startAgain();
        page = await host.page();
        const viewerId = newViewerId();
        await page.call('restartSession', { sessionId: session.id, viewerId });
        const narrow = (await host.page()).attach(session, { from: 0, grid: { columns: 20, rows: 10 } });
        await narrow.until(() => narrow.info !== undefined);
        const wide = page.attach(session, { from: 0, grid, viewerId });
        await wide.until(() => wide.info !== undefined);
        expect([narrow.drives, wide.drives]).to.deep.equal([false, true]);
        wide.type('\n');
        await wide.until(() => wide.text.split('50 200').length === 4);
        expect(wide.text).not.to.match(/resized|10 20/);
        await page.call('endSession', { sessionId: session.id });
    });

    it('go to the nearest folder that is there when theirs is gone, and say so', async () => {
        const folder = path.join(host.folder, 'work', 'deep');
        fs.mkdirSync(folder, { recursive: true });
        const session = await run(folder);
        await page.call('endSession', { sessionId: session.id });
        fs.rmdirSync(folder);
        await startAgain(session);
        const viewer = page.attach(session, { from: 0 });
        await viewer.until(() => viewer.text.includes(`in ${path.dirname(folder)} with red`));
        expect(viewer.text).to.contain(`${folder} is not there any more`);
        await page.call('endSession', { sessionId: session.id });
    });

    it('start one program only when two pages ask at once', async () => {
        const session = await run('/tmp');
        const first = page.attach(session, { from: 0 });
        await first.until(() => first.text.includes('in /tmp'));
        await page.call('endSession', { sessionId: session.id });
        const other = await host.page();
        const asked = [page, other, page].map(each =>
            each.call<{ session: SessionInfo }>('restartSession', { sessionId: session.id })
        );
        const pids = (await Promise.all(asked)).map(answer => answer.session.detail['pid']);
        expect(new Set(pids).size).to.equal(1);
        const viewer = page.attach(session, { from: 0 });
        await viewer.until(() => viewer.text.split('in /tmp').length === 3);
        expect(viewer.text.split('started again').length).to.equal(2);
        await page.call('endSession', { sessionId: session.id });
    });

    it('stay as they were, with the reason, when they cannot be started', async () => {
        const shell = path.join(host.folder, 'shell');
        fs.copyFileSync('/bin/sh', shell);
        fs.chmodSync(shell, 0o755);
        const session = await page.create('terminal', { shell, args: ['-c', 'echo words'] });
        const first = page.attach(session, { from: 0 });
        await first.until(() => first.exit !== undefined);
        fs.rmSync(shell);
        const refused = await startAgain(session).catch((error: { code: string }) => error.code);
        expect(refused).to.equal('terminal.shell-missing');
        const viewer = page.attach(session, { from: 0 });
        await viewer.until(() => viewer.exit !== undefined);
        expect(viewer.text).to.equal('words\r\n');
        fs.copyFileSync('/bin/sh', shell);
        fs.chmodSync(shell, 0o755);
        await startAgain(session);
        const again = page.attach(session, { from: 0 });
        await again.until(() => again.exit !== undefined);
        expect(again.text).to.match(/words[^]*started again[^]*words/);
    });

    it(`are listed after a restart with the reason, scrollback and exit code, ${MANY} of them`, async () => {
        const session = await run('/tmp');
        const viewer = page.attach(session, { from: 0 });
        viewer.type('x\n');
        await viewer.until(() => viewer.exit !== undefined);
        await host.stop();
        const ids = copyMany(host.folder, session.id);
        await host.startAgain();
        page = await host.page();
        const { sessions } = await page.call<{ sessions: SessionInfo[] }>('listSessions');
        expect(sessions).to.have.length(MANY);
        expect(sessions.every(each => each.state === 'ended' && each.detail['exitCode'] === 3)).to.equal(true);
        const last = page.attach({ ...session, id: ids.at(-1)! }, { from: 0 });
        await last.until(() => last.exit !== undefined);
        expect(last.text).to.contain('got x');
    });
});

/** As if the session had been started so many times: rows by SQL, folders by copy. */
function copyMany(folder: string, id: string): SessionInfo['id'][] {
    const copy = `
        const { DatabaseSync } = require('node:sqlite');
        const fs = require('node:fs');
        const [person, id] = process.argv.slice(1);
        const db = new DatabaseSync(person + '/state.db');
        const ids = [id];
        db.exec('begin');
        for (let n = 1; n < ${MANY}; n++) {
            const next = id.slice(0, 22) + String(n).padStart(4, '0');
            db.prepare("insert into session select ?, kind, title, workspace_id, folder, state, reason, created_at_ms, changed_at_ms, detail_json from session where id = ?").run(next, id);
            fs.cpSync(person + '/sessions/' + id, person + '/sessions/' + next, { recursive: true });
            ids.push(next);
        }
        db.exec('commit');
        db.close();
        console.log(JSON.stringify(ids));`;
    const made = spawnSync(process.execPath, ['-e', copy, path.join(folder, 'person'), id], { encoding: 'utf8' });
    if (made.status !== 0) {
        throw new Error(made.stderr);
    }
    return JSON.parse(made.stdout) as SessionInfo['id'][];
}

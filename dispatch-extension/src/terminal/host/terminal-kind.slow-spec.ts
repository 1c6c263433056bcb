import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { SessionInfo } from '../../session/common/session-protocol';
import { HOST_STOPPED } from '../../session/host/session-service';
import { newViewerId } from '../../session/testing/test-page';
import { GRID, useTerminals } from '../testing/use-terminals';

describe('terminals, with real shells', function () {
    this.timeout(60_000);
    const terminals = useTerminals();

    it('show every byte once, however often the page is cut off in the middle', async () => {
        const session = await terminals.run(
            'sleep 0.3; for i in $(seq 1 20); do seq $((i * 1000 - 999)) $((i * 1000)); sleep 0.02; done'
        );
        let from = 0;
        let shown: Buffer = Buffer.alloc(0);
        for (let cuts = 0; ; cuts++) {
            const viewer = (await terminals.host.page()).attach(session, { from, shown, window: 1_000 + 997 * cuts });
            const target = from + 1 + ((cuts * 7_919) % 9_000);
            await viewer.until(() => viewer.exit !== undefined || viewer.position >= target);
            shown = viewer.bytes;
            from = viewer.position;
            expect([viewer.snapshots, viewer.gaps]).to.deep.equal([[], []]);
            if (viewer.exit) {
                expect(cuts).to.be.greaterThan(5);
                break;
            }
        }
        expect(shown.toString()).to.equal(lines(1, 20_000));
    });

    it('show all output before the exit, of programs that end at once as well', async () => {
        for (let round = 0; round < 20; round++) {
            const session = await terminals.run('seq 1 3000; exit 7');
            const viewer = terminals.page.attach(session, { from: 0 });
            await viewer.until(() => viewer.exit !== undefined);
            expect(viewer.text).to.equal(lines(1, 3_000));
            expect(viewer.exit).to.deep.include({ exitCode: 7, reason: 'exited with code 7' });
        }
    });

    it('are read by an observer byte for byte, who counts as nobody and sets no size', async () => {
        const session = await terminals.run('echo before; read; seq 1 1000000; stty size', { preface: 'words\r\n' });
        const observer = terminals.page.attach(session, { from: 0, observer: true, grid: { columns: 20, rows: 5 } });
        await observer.until(() => observer.text.includes('before'));
        expect((await terminals.page.session(session.id)).viewers).to.equal(0);
        observer.resize({ columns: 30, rows: 6 });
        observer.type('\n');
        await observer.until(() => observer.exit !== undefined, 30_000);
        expect(observer.snapshots).to.deep.equal([]);
        expect(observer.text).to.equal(`words\r\nbefore\r\n\r\n${lines(1, 1_000_000)}24 80\r\n`);
    });

    it('lose nothing when this process is too busy to read while the program ends', async () => {
        const session = await terminals.run('sleep 0.2; seq 1 2000');
        const viewer = terminals.page.attach(session, { from: 0 });
        await viewer.until(() => viewer.info !== undefined);
        block(1_500);
        await viewer.until(() => viewer.exit !== undefined);
        expect(viewer.text).to.equal(lines(1, 2_000));
    });

    it('keep the signal that ended the program', async () => {
        const session = await terminals.run('kill -KILL $$');
        const viewer = terminals.page.attach(session, { from: 0 });
        await viewer.until(() => viewer.exit !== undefined);
        expect(viewer.exit).to.deep.include({ signal: 'SIGKILL', reason: 'ended by SIGKILL' });
        expect(await terminals.page.session(session.id)).to.deep.include({
            state: 'ended',
            detail: { shell: '/bin/bash', signal: 'SIGKILL' }
        });
    });

    it('give bytes as the program wrote them, whole characters or not', async () => {
        const session = await terminals.run(`stty raw; printf '\\x00\\xff\\xfe\\xc3'; sleep 0.1; printf '\\xa9\\x80'`);
        const viewer = terminals.page.attach(session, { from: 0 });
        await viewer.until(() => viewer.exit !== undefined);
        expect(viewer.bytes.toString('hex')).to.equal('00fffec3a980');
    });

    it('apply input once, also when the page sends it again on a new connection', async () => {
        const session = await terminals.run('stty -echo; echo ready; while read -r line; do echo "got $line"; done');
        const viewerId = newViewerId();
        const first = terminals.page.attach(session, { viewerId, from: 0 });
        await first.until(() => first.text.includes('ready'));
        first.type('one\n');
        first.type('two\n');
        await first.until(() => first.text.includes('got two'));
        terminals.page.cut();
        const second = (await terminals.host.page()).attach(session, {
            viewerId,
            from: first.position,
            shown: first.bytes
        });
        await second.until(() => second.info !== undefined);
        expect(second.info?.appliedInputSeq).to.equal(2);
        second.input(2, 'two\n');
        second.input(3, 'three\n');
        await second.until(() => second.text.includes('got three'));
        expect(second.text.match(/got \w+/g)).to.deep.equal(['got one', 'got two', 'got three']);
    });

    it('refuse input with a hole, and only to the viewer that sent it', async () => {
        const session = await terminals.run('cat');
        const other = terminals.page.attach(session);
        const viewer = terminals.page.attach(session);
        viewer.input(5, 'x');
        await viewer.until(() => viewer.refused !== undefined);
        expect(viewer.refused?.code).to.equal('session.input-hole');
        other.type('still here\n');
        await other.until(() => other.text.includes('still here'));
        await terminals.page.call('endSession', { sessionId: session.id });
    });

    it('do not spin and do not hold any amount when the program does not read', async () => {
        const session = await terminals.run('stty raw -echo; echo ready; sleep 60');
        const viewer = terminals.page.attach(session, { from: 0 });
        await viewer.until(() => viewer.text.includes('ready'));
        for (let sent = 0; sent < 200; sent++) {
            viewer.type('x'.repeat(60_000));
        }
        await viewer.until(() => viewer.refused !== undefined);
        expect(viewer.refused?.code).to.equal('session.input-refused');
        // What spins does so in every second; in the first ones V8 may still clean up after what was sent.
        const seconds: number[] = [];
        while (seconds.length < 5 && Math.min(...seconds) >= 300) {
            const before = process.cpuUsage();
            await delay(1_000);
            const { user, system } = process.cpuUsage(before);
            seconds.push((user + system) / 1_000);
        }
        expect(Math.min(...seconds), 'ms of CPU in the quietest second').to.be.lessThan(300);
        await terminals.page.call('endSession', { sessionId: session.id });
    });

    it('end with all of their processes: those that ignore hang-ups, have a session of their own, or lost their parent', async () => {
        const mark = `dispatch-test-${process.pid}`;
        const session = await terminals.run(
            `(trap '' HUP; exec -a ${mark}-deaf sleep 300) & setsid bash -c 'exec -a ${mark}-setsid sleep 300' & ` +
                `(trap '' HUP; (exec -a ${mark}-orphan sleep 300) & ) ; (trap '' HUP TERM; kill -STOP $BASHPID; sleep 1) & echo ready; wait`
        );
        const viewer = terminals.page.attach(session, { from: 0 });
        await viewer.until(() => viewer.text.includes('ready'));
        await delay(200);
        expect(processesNamed(mark)).to.have.length(3);
        await terminals.page.call('endSession', { sessionId: session.id });
        expect(processesNamed(mark)).to.deep.equal([]);
        await viewer.until(() => viewer.exit !== undefined);
        expect(viewer.exit?.reason).to.equal('ended on request');
    });

    it('go on at full speed past a viewer that is stuck, while another sees the present', async () => {
        const session = await terminals.run('yes flood');
        const stuck = terminals.page.attach(session, { from: 0, acknowledge: false, window: 100_000 });
        const watching = (await terminals.host.page()).attach(session, { from: 0, window: 256_000 });
        const before = process.memoryUsage().rss;
        await delay(5_000);
        const grownMb = (process.memoryUsage().rss - before) / 1e6;
        expect(stuck.receivedBytes).to.be.lessThan(1_000_000);
        expect(grownMb, 'MB grown').to.be.lessThan(200);
        const probe = terminals.page.attach(session, { from: 0, acknowledge: false, window: 1 });
        await probe.until(() => probe.info !== undefined);
        const end = probe.info?.end ?? 0;
        expect(end / 1e6, 'MB written').to.be.greaterThan(1);
        const secondsBehind = (5 * (end - watching.position)) / end;
        expect(secondsBehind, 'seconds of output that the other is behind').to.be.lessThan(1);
        await watching.until(() => watching.position > end);
        await terminals.page.call('endSession', { sessionId: session.id });
        await watching.until(() => watching.exit !== undefined);
        const folder = `${terminals.host.startParameters.personFolder}/sessions/${session.id}/output`;
        expect(Number(execFileSync('du', ['-sm', folder]).toString().split('\t')[0])).to.be.lessThan(75);
    });

    it('tell the other viewers of a new size, and the program', async () => {
        const session = await terminals.run(`trap 'stty size' WINCH; echo ready; while :; do sleep 0.05; done`);
        const first = terminals.page.attach(session, { from: 0, grid: GRID });
        const second = terminals.page.attach(session, { from: 0 });
        await second.until(() => second.text.includes('ready'));
        first.resize({ columns: 101, rows: 33 });
        await second.until(() => second.grids.length > 0 && second.text.includes('33 101'));
        expect([first.grids, second.grids]).to.deep.equal([[], [{ columns: 101, rows: 33 }]]);
        await terminals.page.call('endSession', { sessionId: session.id });
    });

    it('are listed as ended with their scrollback after the session host was stopped', async () => {
        const session = await terminals.run('echo once upon a time; sleep 300', {});
        const viewer = terminals.page.attach(session, { from: 0 });
        await viewer.until(() => viewer.text.includes('time'));
        await terminals.host.stop();
        await terminals.host.startAgain();
        terminals.page = await terminals.host.page();
        expect(await terminals.page.session(session.id)).to.deep.include({
            state: 'ended',
            reason: HOST_STOPPED
        });
        const fresh = terminals.page.attach(session);
        const resumed = terminals.page.attach(session, { from: 5 });
        await fresh.until(() => fresh.exit !== undefined);
        await resumed.until(() => resumed.exit !== undefined);
        expect(fresh.snapshots[0].bytes.toString()).to.contain('once upon a time');
        expect(resumed.text).to.equal('upon a time\r\n');
        await terminals.page.call('forgetSession', { sessionId: session.id });
        expect(fs.existsSync(`${terminals.host.startParameters.personFolder}/sessions/${session.id}`)).to.equal(false);
    });

    it('leave no process behind when the session host was killed: the next one ends what ignored it', async () => {
        const mark = `dispatch-left-${process.pid}`;
        await terminals.host.stop();
        const script = path.join(terminals.host.folder, 'killed-host.cjs');
        fs.writeFileSync(script, killedHost(terminals.host.startParameters, mark));
        const killed = spawnSync(process.execPath, [script], { encoding: 'utf8' });
        expect(killed.signal, killed.stderr).to.equal('SIGKILL');
        expect(processesNamed(mark)).to.have.length(1);
        await terminals.host.startAgain();
        terminals.page = await terminals.host.page();
        await until(() => processesNamed(mark).length === 0);
        const { sessions } = await terminals.page.call<{ sessions: SessionInfo[] }>('listSessions');
        expect(sessions[0]).to.deep.include({ state: 'ended', reason: HOST_STOPPED });
        const viewer = terminals.page.attach(sessions[0], { from: 0 });
        await viewer.until(() => viewer.exit !== undefined);
        expect(viewer.text).to.contain('last words');
    });

    it('tell which folder the shell is in and whether it runs something', async () => {
        const session = await terminals.run('cd /tmp; echo ready; sleep 300');
        const viewer = terminals.page.attach(session, { from: 0 });
        await viewer.until(() => viewer.text.includes('ready'));
        const { result } = await terminals.page.call<{ result: object }>('callSession', {
            sessionId: session.id,
            method: 'getProcess'
        });
        expect(result).to.deep.include({ executable: '/bin/bash', folder: '/tmp' });
        await terminals.page.call('endSession', { sessionId: session.id });
    });
});

/** A program: a session host that starts a terminal and is killed as soon as that has said something. */
function killedHost(start: object, mark: string): string {
    const lib = path.resolve(__dirname, '..', '..');
    return `
        const { startSessionHost } = require(${JSON.stringify(`${lib}/session/host/session-host.js`)});
        const { TerminalKind } = require(${JSON.stringify(`${lib}/terminal/host/terminal-kind.js`)});
        const { TestPage } = require(${JSON.stringify(`${lib}/session/testing/test-page.js`)});
        const { TestLog } = require(${JSON.stringify(`${lib}/kernel/testing/test-log.js`)});
        const start = ${JSON.stringify(start)};
        (async () => {
            const kinds = () => [TerminalKind.ofThisSystem()];
            await startSessionHost({ start, version: '0', log: new TestLog(), kinds });
            const page = await TestPage.connect(start.socketPath, start.secret);
            const script = "(trap '' HUP; exec -a ${mark} sleep 300) & sleep 0.2; echo last words; wait";
            const session = await page.create('terminal', { shell: '/bin/bash', args: ['-c', script] });
            const viewer = page.attach(session, { from: 0 });
            await viewer.until(() => viewer.text.includes('words'));
            process.kill(process.pid, 'SIGKILL');
        })();`;
}

async function until(condition: () => boolean): Promise<void> {
    for (let tries = 0; !condition(); tries++) {
        if (tries > 500) {
            throw new Error('it did not happen');
        }
        await delay(20);
    }
}

function lines(first: number, last: number): string {
    return Array.from({ length: last - first + 1 }, (_, index) => `${first + index}\r\n`).join('');
}

function processesNamed(mark: string): string[] {
    return fs
        .readdirSync('/proc')
        .filter(name => /^\d+$/.test(name))
        .filter(pid => {
            try {
                return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(mark);
            } catch {
                // gone meanwhile
                return false;
            }
        });
}

function block(ms: number): void {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function delay(ms: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, ms));
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { newSessionId } from 'dispatch-extension/lib/kernel/host/new-id';
import { findMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { Confinement, unconfined } from '../../../sandbox/host/sandbox-api';
import { TestTerminals } from '../../testing/test-terminals';
import { sessionMark } from '../process-environment';
import { SessionShell, ShellResult } from './session-shell';

describe('shell of a Claude session', function () {
    this.timeout(30_000);
    // of this run alone: what it has left is looked for on the whole machine
    const place = { sessionId: newSessionId(), title: 'Fix it' };
    let root: string;
    let terminals: TestTerminals;
    let shell: SessionShell;
    let stop: AbortController;
    let confinement: Confinement;

    beforeEach(async () => {
        root = await realpath(await mkdtemp(join(tmpdir(), 'shell-test-')));
        await mkdir(join(root, 'sub'));
        terminals = await TestTerminals.open({ ...process.env, SECRET_TOKEN: 'secret', ANTHROPIC_API_KEY: 'secret' });
        shell = new SessionShell(terminals.shells, () => ({ ...place, folder: root }));
        stop = new AbortController();
        confinement = unconfined({ kind: 'off' });
    });
    afterEach(async () => {
        await terminals.close();
        expect(await findMarkedProcesses(sessionMark(place.sessionId))).to.deep.equal([]);
        await rm(root, { recursive: true, force: true });
    });

    const run = (command: string, timeoutMs = 10_000): Promise<ShellResult> =>
        shell.run({ command, timeoutMs, confinement, signal: stop.signal });
    const output = async (command: string): Promise<string> => (await run(command)).output;
    const terminal = async (): Promise<SessionInfo> => (await terminals.list())[0];
    /** That of the shell, as its loop was given it, after a first command. */
    const shellFolder = async (): Promise<string> =>
        (await output('ps -o args= -p $(ps -o ppid= -p $PPID)')).trim().split(' ').at(-1) ?? '';
    async function eventually<T>(look: () => T | Promise<T>, wanted: (seen: T) => boolean): Promise<T> {
        for (let tries = 0; ; tries++) {
            const seen = await look();
            if (wanted(seen) || tries > 100) {
                return seen;
            }
            await sleep(50);
        }
    }

    it('gives exactly what was printed by both streams in order, and the exit code', async () => {
        expect(await run('echo one; echo two >&2; printf "a\\tb  "; exit 3')).to.deep.equal({
            output: 'one\ntwo\na\tb  ',
            exitCode: 3
        });
        expect(await run('true')).to.deep.equal({ output: '', exitCode: 0 });
        expect(await run('echo "no end')).to.deep.include({ exitCode: 2 });
    });

    it('is a terminal that is listed, watched while a command runs, and typed into', async () => {
        const running = run('echo at "w"ork; read -r name; echo "hello $name"');
        const info = await eventually(terminal, found => found !== undefined);
        expect(info).to.deep.include({ kind: 'terminal', title: 'Claude: Fix it', folder: root });
        const viewer = terminals.page.attach(info, { grid: { columns: 100, rows: 30 } });
        await eventually(
            () => viewer.text + viewer.snapshots.map(({ bytes }) => bytes.toString()).join(''),
            text => text.includes('at work')
        );
        viewer.type('Zoë\r');
        expect(await running).to.deep.equal({ output: 'at work\nZoë\nhello Zoë\n', exitCode: 0 });
        const seen = await eventually(
            () => viewer.text,
            text => text.includes('hello')
        );
        expect(seen).to.include('hello Zoë\r\n').and.not.include('\r\n\r\n');
    });

    it('goes on in the folder and with the variables and functions that the command before has left', async () => {
        await run('cd sub; export A="one\ntwo"; b=3; c=(x "y z"); greet() { echo "hi $1"; }; unset LANG');
        expect(
            await output('pwd; echo "$A"; echo $b "${c[1]}"; greet you; cd - >/dev/null; pwd; env | grep -c ^LANG=')
        ).to.equal(`${join(root, 'sub')}\none\ntwo\n3 y z\nhi you\n${root}\n0\n`);
        // what ends badly leaves what was there, and does not break what follows
        await run('b=4; kill -9 $$');
        await run('set -eu; false');
        expect(await run('echo $b; false; echo $-')).to.deep.include({ exitCode: 0 });
        expect(await output('echo $b')).to.equal('3\n');
        const [one, two] = [await output('echo $SHLVL'), await output('echo $SHLVL')];
        expect(one).to.equal(two);
    });

    it('gives no secret of the person to what runs, in one terminal for all', async () => {
        const environment = await output('env');
        expect(environment).to.not.include('secret');
        expect(environment).to.include(`DISPATCH_CLAUDE_SESSION=${place.sessionId}`).and.include('TERM=xterm-256color');
        expect(environment).to.not.match(/BASH_ENV|DISPATCH_SHELL/);
        expect(await terminals.list()).to.have.length(1);
    });

    it('stops a command when its time is up, with what it had put into the background', async () => {
        const before = performance.now();
        expect(await run('echo begun; sleep 50 & sleep 50', 400)).to.deep.include({
            output: 'begun\n',
            stoppedBy: 'time-out'
        });
        expect(performance.now() - before).to.be.lessThan(4_000);
        expect(await output('pgrep -f "^sleep 50" -c')).to.equal('0\n');
    });

    it('stops a command that takes no notice of Ctrl+C when the person stops it', async () => {
        setTimeout(() => stop.abort(), 400);
        const command = `trap '' INT TERM HUP; echo begun; while true; do sleep 0.1; done`;
        expect(await run(command)).to.deep.include({ output: 'begun\n', stoppedBy: 'person' });
        stop = new AbortController();
        expect(await output('echo next')).to.equal('next\n');
    });

    it('takes Ctrl+C of the person who watches for the end of the command, not of the shell', async () => {
        // what only the command prints: not what the terminal shows of it, nor the mark of its beginning. And one program, as a
        // shell takes no Ctrl+C in the moment in which it starts one
        const running = run(`bash -c 'echo at "w"ork; exec sleep 60'; exit`);
        const viewer = terminals.page.attach(await eventually(terminal, found => found !== undefined), {
            from: 0,
            grid: { columns: 100, rows: 30 }
        });
        await viewer.until(() => viewer.text.includes('at work'));
        viewer.type('\x03');
        expect(await running).to.deep.equal({ output: 'at work\n', exitCode: 130 });
        viewer.type('\x03\x1a\x04typed while nothing runs\r\x03half a line');
        await sleep(200);
        expect(await run('read -r -t 0.3 line; echo "<$line>"')).to.deep.equal({ output: '<>\n', exitCode: 0 });
    });

    it('lets what is put into the background go on, and waits for it with the end of nothing', async () => {
        const before = performance.now();
        const { output: text } = await run('sleep 20 >/dev/null & echo $!');
        expect(performance.now() - before).to.be.lessThan(3_000);
        expect(existsSync(`/proc/${text.trim()}`)).to.equal(true);
        await run('true');
        expect(existsSync(`/proc/${text.trim()}`)).to.equal(true);
        await shell.end('enough');
        await eventually(
            () => existsSync(`/proc/${text.trim()}`),
            there => !there
        );
        expect(existsSync(`/proc/${text.trim()}`)).to.equal(false);
    });

    it('tells that its terminal was closed while a command ran, and starts it again for the next', async () => {
        await run('cd sub');
        const running = run('echo at "w"ork; sleep 50');
        const info = await terminal();
        const viewer = terminals.page.attach(info, { from: 0 });
        await viewer.until(() => viewer.text.includes('at work'));
        await terminals.page.call('endSession', { sessionId: info.id });
        expect(await running).to.deep.equal({ output: 'at work\n', terminalEnded: 'ended on request' });
        expect(await output('pwd')).to.equal(`${join(root, 'sub')}\n`);
        expect((await terminals.list()).map(({ id }) => id)).to.deep.equal([info.id]);
    });

    it('tells that its shell was killed, and starts it again for the next', async () => {
        expect(await run('echo begun; kill -9 $(ps -o ppid= -p $PPID); sleep 5')).to.deep.include({
            terminalEnded: 'ended by SIGKILL'
        });
        expect(await output('echo next')).to.equal('next\n');
    });

    it('opens another terminal when the person has removed it', async () => {
        await run('true');
        const { id } = await terminal();
        await terminals.page.call('endSession', { sessionId: id });
        await terminals.page.call('forgetSession', { sessionId: id });
        expect(await output('echo next')).to.equal('next\n');
        expect((await terminal()).id).to.not.equal(id);
    });

    it('keeps the beginning and the end of 50 MB, and says what is between', async () => {
        const { output: text, exitCode } = await run('seq 1 6500000; exit 4', 25_000);
        expect(exitCode).to.equal(4);
        expect(text)
            .to.match(/^1\n2\n/)
            .and.match(/\n\d{6,} bytes|… \d+ bytes left out/);
        expect(text).to.match(/\n6500000\n$/);
        expect(Buffer.byteLength(text)).to.be.lessThan(63 * 1024);
    });

    it('is not confused by bytes of all kinds, colours, wide lines, and marks of its own', async () => {
        expect(await output('head -c 100000 /dev/urandom; echo; echo whole')).to.match(/\nwhole\n$/);
        expect(await output('printf "a\\r\\nb\\r\\n"')).to.equal('a\nb\n');
        expect(await output('printf "\\e[31mred\\e[0m \\e[?1049h\\e]0;title\\a"; seq -s " " 1 200')).to.equal(
            `red ${Array.from({ length: 200 }, (_, index) => index + 1).join(' ')}\n`
        );
        const faked = `for id in "" ready 00000000000000000000000000000000; do printf '\\e]7717;%s;ended;0\\a' "$id"; done`;
        expect(await run(`${faked}; stty raw -echo; echo end; exit 7`)).to.deep.include({ exitCode: 7 });
        expect(await output('export PS1="$(seq -s - 1 500) $ "; echo next')).to.equal('next\n');
    });

    it('runs a command of any length that the system takes, and refuses a longer one', async () => {
        const word = 'x'.repeat(100_000);
        expect(await output(`echo ${word} | wc -c`)).to.equal('100001\n');
        await run(`echo ${'x'.repeat(200_000)}`).then(
            () => expect.fail('it was run'),
            (error: Error) => expect(error.message).to.match(/too long/)
        );
    });

    it('says so when the shell takes nothing any more, has run nothing, and starts another for the next', async () => {
        await run('true');
        const [pid] = await eventually(
            () => findMarkedProcesses(sessionMark(place.sessionId)),
            found => found.length === 1
        );
        process.kill(pid, 'SIGSTOP');
        await run('echo x > made').then(
            () => expect.fail('it was run'),
            (error: Error) => expect(error.message).to.match(/did not answer/)
        );
        expect(await output('ls')).to.equal('sub\n');
    });

    it('signals nothing that is not its own, whatever process a command names as its leader', async () => {
        const outside = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
        // as a command can write it, before the next one begins
        const forged = `printf '\\e]7717;%s;begun;${outside.pid}\\a' "$DISPATCH_SHELL_COMMAND"\n`;
        await writeFile(join(await shellFolder(), 'state'), forged);
        expect(await run('echo begun; sleep 50', 400)).to.deep.include({ stoppedBy: 'time-out' });
        // long enough to hear of its end
        await sleep(300);
        expect([outside.exitCode, outside.signalCode]).to.deep.equal([null, null]);
        outside.kill('SIGKILL');
    });

    it('starts another shell when a command has removed the folder of this one, or what is in it', async () => {
        for (const removed of ['', 'run']) {
            await rm(join(await shellFolder(), removed), { recursive: true });
            await run('echo x > made').then(
                () => expect.fail('it was run'),
                (error: Error) => expect(error.message).to.match(/^Not run: .* was ended/)
            );
            expect(await output('ls; echo next')).to.equal('sub\nnext\n');
            await terminals.shells.forget(place.sessionId);
        }
    });

    it('is refused beyond the limit of terminals, with what to do', async () => {
        await terminals.close();
        terminals = await TestTerminals.open(process.env, { terminalsPerPerson: 1 });
        shell = new SessionShell(terminals.shells, () => ({ ...place, folder: root }));
        await terminals.page.create('terminal');
        await run('true').then(
            () => expect.fail('it was run'),
            (error: Error) => expect(error.message).to.match(/limit.*MAX_TERMINALS/)
        );
    });

    it('starts the shell again where it was when it is to be confined in another way', async () => {
        await run('cd sub; a=1');
        const { id } = await terminal();
        confinement = { ...unconfined({ kind: 'off' }), key: 'another', environment: { MORE: 'yes' } };
        expect(await output('pwd; echo $a $MORE')).to.equal(`${join(root, 'sub')}\n1 yes\n`);
        expect(await terminal()).to.deep.include({ id, state: 'suspended' });
        confinement = { ...confinement, key: 'a third', environment: { MORE: 'no' } };
        expect(await output('echo $a $MORE; MORE=mine')).to.equal('1 no\n');
        confinement = { ...confinement, key: 'a fourth', environment: { MORE: 'again' } };
        expect(await output('echo $a $MORE')).to.equal('1 mine\n');
    });

    it('runs commands also where the folder for temporary files is a link', async () => {
        await symlink(join(root, 'sub'), join(root, 'link'));
        confinement = { ...unconfined({ kind: 'off' }), environment: { TMPDIR: join(root, 'link') } };
        expect(await run('echo next')).to.deep.equal({ output: 'next\n', exitCode: 0 });
        expect((await readdir(join(root, 'sub'))).join()).to.match(/^dispatch-shell-/);
    });

    it('starts nothing outside of the sandbox when the person starts its terminal again', async () => {
        await run('true');
        const { id } = await terminal();
        await shell.end('enough');
        await terminals.host.stop();
        await terminals.host.startAgain();
        const page = await terminals.host.page();
        const refused = await page.call('restartSession', { sessionId: id }).catch((error: { code: string }) => error);
        expect(refused).to.deep.include({ code: 'claude.shell-on-demand' });
    });

    it('leaves no file behind when its terminal is removed', async () => {
        const made = await shellFolder();
        expect((await readdir(made)).sort()).to.deep.equal(['begin', 'loop', 'run', 'state']);
        expect(await readFile(join(made, 'state'), 'utf8')).to.not.include('secret');
        await terminals.shells.forget(place.sessionId);
        expect(existsSync(made)).to.equal(false);
    });
});

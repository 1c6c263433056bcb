import { ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { SilentLog } from '../../conversation/testing/fake-session-context';
import { builtSandbox } from '../testing/built-sandbox';
import { Sandbox } from './sandbox';
import { SandboxSettings } from './sandbox-settings';

/** What Claude tries, by what it tries to do; `$DATA`, `$PROGRAM`, `$OTHER` (a process outside), `$PORT` and `$CONNECT` are set. */
const DENIED: Record<string, string> = {
    'read the secret': 'cat "$DATA/run/secret"',
    'read the secret by a link': 'ln -sf "$DATA/run/secret" link && cat link',
    'read the secret by a hard link': 'ln "$DATA/run/secret" hard && cat hard',
    'read the secret from its folder': 'cd "$DATA/run" && cat secret',
    'read the secret by way of a process': 'cat "/proc/self/root$DATA/run/secret"',
    'empty the secret': ': > "$DATA/run/secret"',
    'remove the secret': 'rm -f "$DATA/run/secret"',
    'move the secret': 'mv "$DATA/run/secret" .',
    'put something in the place of the secret': 'mv -f note "$DATA/run/secret"',
    'read the rules and the log': 'cat "$DATA/people/default/state.db"',
    'write the rules and the log': 'echo x >> "$DATA/people/default/state.db"',
    'read the sign-ins': 'cat "$DATA/gateway.db"',
    'make a file in the data folder': 'echo x > "$DATA/new"',
    'make a folder in the data folder': 'mkdir "$DATA/people/other"',
    'move the data folder': 'mv "$DATA" "$DATA.old"',
    'read a key': 'cat ~/.ssh/id',
    'make another key': 'echo x > ~/.ssh/id_new',
    'make a folder of credentials that is not there yet': 'mkdir ~/.aws',
    'change what a shell runs': 'echo x >> ~/.bashrc',
    'make what a shell would run': 'echo x > ~/.zshrc',
    'change a dot file': 'echo x >> ~/.inputrc',
    'change what a shell runs, where that is a link': 'echo x >> ~/.bash_profile',
    'change what a link in the home leads to, which a shell runs': 'echo x >> ~/linked/bash_profile',
    'change what is in a folder that a link of that kind leads to': 'echo x > ~/linked/config/x',
    'change the settings of git': 'git config --global core.pager evil',
    'make a program on the search path': 'echo x > "$TOOLS/git"',
    'change Dispatch': 'echo x >> "$PROGRAM/gateway.js"',
    'signal a process outside': 'kill -0 "$OTHER"',
    'read the environment of a process outside': 'cat "/proc/$OTHER/environ"',
    'read the memory of a process outside': 'head -c 1 "/proc/$OTHER/mem"',
    'read the files of a process outside': 'ls "/proc/$OTHER/root/" && cat "/proc/$OTHER/fd/0"',
    'connect to a Unix socket': 'node "$CONNECT" "$DATA/run/session-host.sock"',
    'make a pair of sockets that send to any Unix socket':
        'python3 -c "import socket; socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)"',
    'open a terminal of the person': 'test ! -e /dev/pts/0 && exit 1; : > /dev/pts/0',
    'gain privileges': 'grep -q "NoNewPrivs:.*0" /proc/self/status'
};

const ALLOWED: Record<string, string> = {
    'write into the workspace':
        'mkdir -p a/b && echo x > a/b/c && mv a/b/c d && ln d e && ln -s d f && rm e f d && test ! -e d',
    commit: 'git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -qm one && git log --oneline',
    'pack with npm': 'npm init -y && npm pack --offline',
    'install with npm': 'npm install --offline --no-audit ./dependency && node -e "require(\'dependency\')"',
    'use temporary files': 'made="$(mktemp)" && echo x > "$made" && rm "$made"',
    'use the caches of tools': 'echo x > ~/.cache/x && echo x > ~/.npm/x && mkdir ~/.local/share/tool',
    'write into other folders of the home': 'echo x > ~/other/x',
    'keep the state of Claude Code': 'echo x > ~/.claude/x && echo "{}" > ~/.claude.json',
    'read dot files': 'cat ~/.bashrc',
    'read programs': 'cat "$PROGRAM/gateway.js" /etc/passwd',
    'look around': 'ls / ~ /tmp && cd ~ && pwd',
    'use devices and pipes': 'echo x > /dev/null && head -c 1 /dev/urandom && cat <(echo x)',
    'signal its own': 'sleep 50 & kill $! && ! wait $!',
    'trace its own': 'sleep 50 & cat /proc/$!/environ && kill $!',
    'make pairs of sockets that are connected':
        'python3 -c "import socket as s; s.socketpair(s.AF_UNIX, s.SOCK_STREAM); s.socketpair(s.AF_UNIX, s.SOCK_SEQPACKET)"',
    'write beside what a link in the home leads to': 'echo x >> ~/linked/note && echo x >> ~/linked/cache/x',
    'connect by TCP': 'node "$CONNECT" "$PORT"'
};

/** Programs below /tmp, as those of a checkout there, cannot be changed, and so nothing new is made beside them. */
const IN_TMP = { 'make a file in /tmp': 'echo x > "/tmp/$$.x" && rm "/tmp/$$.x"' };

/** Prints what is answered on a port or a Unix socket; ends with 1 when nothing is. */
const CONNECT = `
const where = /^\\d+$/.test(process.argv[2]) ? { host: '127.0.0.1', port: process.argv[2] } : { socketPath: process.argv[2] };
require('http').get(where, answer => { console.log(answer.statusCode); answer.resume(); })
    .on('error', error => { console.log(error.code); process.exit(1); });
`;

const run = promisify(execFile);

describe('the sandbox, with a real bash', function () {
    this.timeout(60_000);
    let root: string;
    let home: string;
    let other: ChildProcess;
    let server: Server;
    let sockets: Server;

    before(async () => {
        // not in /tmp: the data of an installation is not there either
        root = await realpath(await mkdtemp('/var/tmp/dispatch-sandbox-'));
        home = join(root, 'home');
        const files = {
            'home/.dispatch/run/secret': 'the secret',
            'home/.dispatch/people/default/state.db': 'rules',
            'home/.dispatch/gateway.db': 'sign-ins',
            'home/.ssh/id': 'a key',
            'home/.bashrc': '# nothing\n',
            'home/.inputrc': '',
            'home/other/file': '',
            'home/linked/bash_profile': '',
            'home/linked/config/file': '',
            'home/linked/cache/file': '',
            'home/linked/note': '',
            'home/tools/bin/tool': '',
            'home/work/note': 'a note\n',
            'home/work/connect.cjs': CONNECT,
            'home/work/dependency/package.json': '{ "name": "dependency", "version": "1.0.0" }',
            'home/work/dependency/index.js': '',
            'program/gateway.js': ''
        };
        for (const [name, text] of Object.entries(files)) {
            await mkdir(dirname(join(root, name)), { recursive: true });
            await writeFile(join(root, name), text);
        }
        for (const name of ['bash_profile', 'config', 'cache']) {
            await symlink(join(home, 'linked', name), join(home, `.${name}`));
        }
        other = spawn('sleep', ['300'], { env: { TOKEN: 'a token' }, stdio: 'ignore' });
        server = createServer((_request, response) => response.end());
        sockets = createServer((_request, response) => response.writeHead(401).end());
        await once(server.listen(0, '127.0.0.1'), 'listening');
        await once(sockets.listen(join(home, '.dispatch/run/session-host.sock')), 'listening');
    });
    after(async () => {
        other.kill('SIGKILL');
        server.close();
        sockets.close();
        await rm(root, { recursive: true, force: true });
    });

    const environment = (): Record<string, string> => ({
        PATH: `${join(home, 'tools/bin')}:${dirname(process.execPath)}:${process.env['PATH']}`,
        HOME: home
    });

    function sandbox(launcher: string | undefined = builtSandbox().launcher): Sandbox {
        const places = {
            dataFolder: join(home, '.dispatch'),
            programFolder: join(root, 'program'),
            workspacesRoot: home
        };
        return new Sandbox({ launcher, ...places }, environment(), new SilentLog());
    }

    const settings = (more: Partial<SandboxSettings> = {}): SandboxSettings => ({
        mode: 'auto',
        unixSockets: false,
        protectedPaths: [],
        deniedPaths: [join(home, '.ssh'), join(home, '.aws'), '/dev/pts'],
        ...more
    });

    /** Whether each command ends with 0, and what all have printed. */
    async function attempt(commands: Record<string, string>, more?: Partial<SandboxSettings>) {
        const work = join(home, 'work');
        const confinement = await sandbox().enter({ sessionId: 's', folders: [work] }, settings(more));
        const env = {
            ...environment(),
            ...confinement.environment,
            DATA: join(home, '.dispatch'),
            PROGRAM: join(root, 'program'),
            TOOLS: join(home, 'tools/bin'),
            OTHER: String(other.pid),
            PORT: String((server.address() as AddressInfo).port),
            CONNECT: join(work, 'connect.cjs')
        };
        const outcomes: Record<string, string> = {};
        let printed = '';
        for (const [name, command] of Object.entries(commands)) {
            const { file, args } = confinement.command('bash', ['-c', command]);
            const ended = await run(file, args, { cwd: work, env }).then(
                ({ stdout, stderr }) => ({ outcome: 'allowed', stdout, stderr }),
                (error: { stdout: string; stderr: string }) => ({ outcome: 'denied', ...error })
            );
            outcomes[name] = ended.outcome;
            printed += `${name}: ${ended.stdout}${ended.stderr}\n`;
        }
        return { outcomes, printed };
    }

    it('denies what Claude must not reach', async () => {
        const { outcomes, printed } = await attempt(DENIED);
        expect(outcomes, printed).to.deep.equal(mapValues(DENIED, 'denied'));
        expect(printed).to.not.match(/the secret$|a key$|a token|^rules$|sign-ins$/m);
        expect(await readFile(join(home, '.dispatch/run/secret'), 'utf8')).to.equal('the secret');
    });

    it('allows what work needs', async () => {
        const { outcomes, printed } = await attempt(ALLOWED);
        expect(outcomes, printed).to.deep.equal(mapValues(ALLOWED, 'allowed'));
    });

    it('leaves /tmp as it is, where no program lies below it', async () => {
        const searched = [...environment()['PATH'].split(delimiter), dirname(process.execPath)];
        const real = await Promise.all(searched.map(path => realpath(path).catch(() => path)));
        const isCurtailed = real.some(path => path.startsWith('/tmp/'));
        const { outcomes, printed } = await attempt(IN_TMP);
        expect(outcomes, printed).to.deep.equal(mapValues(IN_TMP, isCurtailed ? 'denied' : 'allowed'));
    });

    it('does nothing but that: without it, all of this can be done', async () => {
        const { outcomes } = await attempt(
            pick(DENIED, ['read the secret', 'read a key', 'signal a process outside']),
            {
                mode: 'off'
            }
        );
        expect(Object.values(outcomes)).to.deep.equal(['allowed', 'allowed', 'allowed']);
    });

    it('lets Unix sockets be, where the operator wants that; ours then ask for the secret', async () => {
        const { outcomes, printed } = await attempt(pick(DENIED, ['connect to a Unix socket', 'read the secret']), {
            unixSockets: true
        });
        expect(outcomes).to.deep.equal({ 'connect to a Unix socket': 'allowed', 'read the secret': 'denied' });
        expect(printed).to.include('connect to a Unix socket: 401');
    });

    it('says what it gives, and keeps the id of the process', async () => {
        expect(await sandbox().state(settings())).to.deep.equal({ kind: 'sandboxed', noUnixSockets: true });
        expect(await sandbox().state(settings({ mode: 'off' }))).to.deep.equal({ kind: 'off' });
        const { command } = await sandbox().enter({ sessionId: 's', folders: [] }, settings());
        const { file, args } = command('bash', ['-c', 'echo $$']);
        const child = spawn(file, args, { cwd: home, env: environment(), stdio: ['ignore', 'pipe', 'ignore'] });
        const [printed] = (await once(child.stdout, 'data')) as [Buffer];
        expect(printed.toString().trim()).to.equal(String(child.pid));
    });

    it('asks again what it gives when its launcher could not be run, as on a machine that was too busy', async () => {
        const launcher = join(root, 'launcher');
        await writeFile(launcher, '#!/bin/sh\nexit 1\n');
        await chmod(launcher, 0o755);
        const late = sandbox(launcher);
        expect((await late.state(settings())).kind).to.equal('none');
        await writeFile(launcher, '#!/bin/sh\necho landlock=6 seccomp=1 supervised=1 error=0\n');
        expect((await late.state(settings())).kind).to.equal('sandboxed');
    });

    it('is partial where what is protected cannot be looked after, and says what is in the way', async () => {
        const launcher = join(root, 'unsupervised');
        await writeFile(launcher, '#!/bin/sh\necho landlock=7 seccomp=1 supervised=0 error=0\n');
        await chmod(launcher, 0o755);
        const enter = (more: Partial<SandboxSettings>) =>
            sandbox(launcher).enter({ sessionId: 's', folders: [] }, settings({ protectedPaths: ['.git'], ...more }));
        const { state, command, told } = await enter({});
        expect(state.kind).to.equal('partly');
        expect(state.missing).to.match(/^CLAUDE_PROTECTED_PATHS is not enforced, because (the kernel|kernel\.yama)/);
        expect(command('true', []).args).to.not.include('--protect');
        expect(told).to.not.include('.git');
        const refused = await enter({ mode: 'required' }).catch((error: unknown) => error);
        expect(refused).to.have.property('code', 'claude.not-sandboxed');
        // neither needs it: the operator wants nothing protected, or wants a list of hosts
        expect((await enter({ mode: 'required', protectedPaths: [] })).state.kind).to.equal('sandboxed');
        const withHosts = await enter({ egress: [] }).catch((error: unknown) => error);
        expect(withHosts).to.have.property('message', 'the session has ended');
    });

    it('prepares what it can of the home when something is in the way', async () => {
        const place = join(root, 'second-home');
        await mkdir(place);
        await writeFile(join(place, '.cache'), 'no folder');
        const places = { dataFolder: join(place, 'data'), programFolder: root, workspacesRoot: place };
        const second = new Sandbox({ ...builtSandbox(), ...places }, { HOME: place }, new SilentLog());
        await second.enter({ sessionId: 's', folders: [] }, settings());
        expect(await readFile(join(place, '.claude.json'), 'utf8')).to.equal('{}\n');
    });

    it('starts nothing where it is required and is not to be had', async () => {
        const missing = sandbox('/nowhere/launcher');
        expect((await missing.state(settings())).missing).to.match(/could not be run \(ENOENT\)/);
        expect((await missing.enter({ sessionId: 's', folders: [] }, settings())).state.kind).to.equal('none');
        const refused = await missing
            .enter({ sessionId: 's', folders: [] }, settings({ mode: 'required' }))
            .catch((error: unknown) => error);
        expect(refused).to.have.property('code', 'claude.not-sandboxed');
    });
});

function mapValues(record: Record<string, string>, value: string): Record<string, string> {
    return Object.fromEntries(Object.keys(record).map(name => [name, value]));
}

function pick(record: Record<string, string>, names: readonly string[]): Record<string, string> {
    return Object.fromEntries(names.map(name => [name, record[name]]));
}

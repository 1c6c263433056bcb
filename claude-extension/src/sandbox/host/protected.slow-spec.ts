import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { SilentLog } from '../../conversation/testing/fake-session-context';
import { TARGETS, WAYS, WAYS_ROUND, WORK, RAW } from '../testing/attacks';
import { builtSandbox } from '../testing/built-sandbox';
import { Confinement } from './confinement';
import { Sandbox } from './sandbox';
import { SandboxSettings } from './sandbox-settings';

const SETTINGS: SandboxSettings = {
    mode: 'auto',
    unixSockets: false,
    protectedPaths: ['.git', '.claude/settings.json', '.claude/settings.local.json', '.mcp.json'],
    deniedPaths: []
};
/** Of nobody; root tries it as such a one as well, since root may do more. */
const ORDINARY = 10_001;
/** What such a one may do where it is not root that asks for the rules. */
const PROC_OF_ORDINARY = ['--all', '/proc'];

const run = promisify(execFile);

for (const user of process.getuid?.() === 0 ? ['root', 'an ordinary user'] : ['an ordinary user']) {
    describe(`what decides what runs later, as ${user}`, function () {
        this.timeout(120_000);
        const isOther = user !== 'root' && process.getuid?.() === 0;
        let root: string;
        let work: string;
        let env: Record<string, string>;
        let confinement: Confinement;

        const sandbox = (): Sandbox => {
            const places = {
                dataFolder: join(root, 'data'),
                programFolder: join(root, 'program'),
                workspacesRoot: root
            };
            return new Sandbox({ ...builtSandbox(), ...places }, env, new SilentLog());
        };

        before(async () => {
            root = await realpath(await mkdtemp('/var/tmp/dispatch-protected-'));
            work = join(root, 'work');
            const searched = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
            env = { PATH: searched, HOME: join(root, 'home'), GIT_CONFIG_NOSYSTEM: '1' };
            const person = { ...env, GIT_TEMPLATE_DIR: '' };
            await Promise.all(
                [
                    'data',
                    'program',
                    'home',
                    'work/theirs.git/hooks',
                    'work/deep/er',
                    'work/settings',
                    'work/there/.claude'
                ].map(name => mkdir(join(root, name), { recursive: true }))
            );
            await writeFile(
                join(root, 'home/.gitconfig'),
                '[user]\n\tname = a\n\temail = a@b\n[core]\n\teditor = true\n'
            );
            const files = { file: 'evil\n', note: 'a note\n', 'there/.claude/settings.json': '{}' };
            await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(work, name), text)));
            await run('git', ['init', '-q', '.'], { cwd: work, env: person });
            await run('git', ['init', '-q', '--bare', 'theirs.git'], { cwd: work, env: person });
            await run('git', ['config', 'core.pager', 'less'], { cwd: work, env: person });
            await mkdir(join(work, '.git/hooks'));
            await writeFile(join(work, '.git/hooks/there'), 'before');
            await run('git', ['add', 'note'], { cwd: work, env: person });
            await run('git', ['commit', '-qm', 'zero'], { cwd: work, env: person });
            confinement = await sandbox().enter({ sessionId: 's', folders: [work] }, SETTINGS);
            if (isOther) {
                await chmod(root, 0o755);
                await run('chown', ['-R', String(ORDINARY), root]);
                // the launcher is where another user cannot look, in some checkouts
                await run('cp', [builtSandbox().launcher, launcher()]);
                await chown(launcher(), ORDINARY, ORDINARY);
            }
        });
        after(() => rm(root, { recursive: true, force: true }));

        const launcher = () => (isOther ? join(work, 'launcher') : builtSandbox().launcher);
        function command(text: string): { file: string; args: readonly string[] } {
            const { file, args } = confinement.command('bash', ['-c', text]);
            const drop = `--reuid=${ORDINARY} --regid=${ORDINARY} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all`;
            return isOther
                ? { file: 'setpriv', args: [...drop.split(' '), launcher(), ...PROC_OF_ORDINARY, ...args] }
                : { file, args };
        }

        async function attempt(text: string, more: Record<string, string> = {}) {
            const { file, args } = command(text);
            const all = { ...env, ...confinement.environment, ...more };
            return run(file, args, { cwd: work, env: all }).then(
                ({ stdout, stderr }) => ({ outcome: 'allowed', printed: stdout + stderr }),
                ({ stdout, stderr }: { stdout: string; stderr: string }) => ({
                    outcome: 'denied',
                    printed: stdout + stderr
                })
            );
        }

        async function attemptAll(commands: Record<string, string>) {
            const outcomes: Record<string, string> = {};
            let printed = '';
            for (const [name, text] of Object.entries(commands)) {
                const ended = await attempt(text);
                outcomes[name] = ended.outcome;
                printed += `${name}: ${ended.printed}\n`;
            }
            return { outcomes, printed };
        }

        const expected = (commands: Record<string, string>, outcome: string) =>
            Object.fromEntries(Object.keys(commands).map(name => [name, outcome]));

        it('is said to be protected', async () => {
            const state = await sandbox().state(SETTINGS);
            expect(state).to.deep.equal({ kind: 'sandboxed', noUnixSockets: true, protected: SETTINGS.protectedPaths });
            expect(confinement.told).to.match(/\.git\/hooks and commands in \.git\/config, \.claude\/settings\.json,/);
        });

        it('is written by nothing, there or not (S35)', async () => {
            const before = await readFile(join(work, '.git/config'), 'utf8');
            await attempt('mkdir .claude');
            for (const target of TARGETS) {
                for (const [way, text] of Object.entries(WAYS)) {
                    const { outcome, printed } = await attempt(text, { T: target, F: 'file' });
                    expect(outcome, `${way}: ${target}: ${printed}`).to.equal('denied');
                    // it may be removed, as by `install` before it fails
                    const config = await readFile(join(work, '.git/config'), 'utf8').catch(() => undefined);
                    expect(config ?? before, way).to.equal(before);
                    if (config === undefined) {
                        await writeFile(join(work, '.git/config'), before);
                        await chown(join(work, '.git/config'), isOther ? ORDINARY : -1, -1);
                    }
                }
            }
            expect(await readdir(join(work, '.git/hooks'))).to.deep.equal(['there']);
            expect(await readFile(join(work, '.git/hooks/there'), 'utf8')).to.equal('before');
            expect(await readdir(join(work, '.claude'))).to.deep.equal([]);
        });

        it('is reached by no way round', async () => {
            const { outcomes, printed } = await attemptAll(WAYS_ROUND);
            expect(outcomes, printed).to.deep.equal(expected(WAYS_ROUND, 'denied'));
            await run(
                'rm',
                ['-rf', ...['.claude', 'g', 'b', 'c', 'd', 'e', 'f', 'n', 'p', 'q', 'sub', 'sub2', 'bare', 'bare2']],
                { cwd: work }
            );
            const evil = await run('grep', ['-rIl', 'evil', '.git', 'there'], { cwd: work }).catch(() => ({
                stdout: ''
            }));
            expect(evil.stdout).to.equal('');
        });

        it('is not reached by two loops that change a link in the moment between look and use (it was, in a second)', async () => {
            const turns = 'while test ! -e stop; do ln -sfn ok s; ln -sfn .git/hooks s; mv -T ok o; mv -T o ok; done';
            const tries = 'for i in $(seq 5000); do { echo evil > s/x; } 2> /dev/null; done';
            await attempt(`mkdir ok; (${turns}) 2> /dev/null & ${tries}; touch stop; wait; rm -rf s stop ok`);
            expect(await readdir(join(work, '.git/hooks'))).to.deep.equal(['there']);
        });

        it('does not hold up work with git and files', async () => {
            const person = { ...env, HOME: join(root, 'home') };
            const git = ['-c', 'safe.directory=*', 'config', 'core.pager', 'less'];
            await run('git', git, { cwd: work, env: person });
            await run('chown', [isOther ? String(ORDINARY) : String(process.getuid?.()), join(work, '.git/config')]);
            const { outcomes, printed } = await attemptAll(WORK);
            expect(outcomes, printed).to.deep.equal(expected(WORK, 'allowed'));
        });

        it('is protected also from what goes on when its command has ended', async () => {
            await sleep(1_500);
            expect(await readFile(join(work, 'later'), 'utf8')).to.equal('later\n');
            expect(await readdir(work)).to.not.include('.mcp.json');
        });

        it('is protected from calls that no shell makes, which get what the kernel would say', async function () {
            const program = join(work, 'raw');
            const source = resolve(builtSandbox().programFolder, 'claude-extension/src/sandbox/testing/raw-calls.c');
            try {
                await run(process.env['CC'] ?? 'cc', ['-o', program, source, '-pthread']);
            } catch (error) {
                if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
                    // there is no compiler
                    this.skip();
                }
                throw error;
            }
            const { printed } = await attempt('./raw');
            const lines = printed
                .trim()
                .split('\n')
                .map(line => line.split(': '));
            const unseen = user === 'root' ? {} : { 'where it lets nobody look': 'EACCES' };
            expect(Object.fromEntries(lines)).to.deep.equal({ ...RAW, ...unseen });
        });

        it('leaves the process its id and its exit code, and nothing behind: no file, no child, no process', async () => {
            const { file, args } = command('echo $$; ls /proc/self/fd | wc -w; pgrep -P $$ | wc -l; exit 7');
            const child = spawn(file, args, {
                cwd: work,
                env: { ...env, MARK: root },
                stdio: ['ignore', 'pipe', 'inherit']
            });
            let printed = '';
            child.stdout.on('data', text => (printed += text));
            const [code] = (await once(child, 'close')) as [number];
            // of `ls`: three, and the folder; of `pgrep`, itself
            expect({ code, printed }).to.deep.equal({ code: 7, printed: `${child.pid}\n4\n1\n` });
        });

        it('is looked after by a process that is in no list of the session, and ends with the last of it', async () => {
            const { file, args } = command('sleep 1; sleep 30');
            const child = spawn(file, args, {
                cwd: work,
                env: { ...env, MARK: root },
                stdio: 'ignore',
                detached: true
            });
            await sleep(500);
            const supervisors = await supervisorsOf(child.pid ?? 0, launcher());
            expect(supervisors.length).to.equal(1);
            const [{ environment, session, parent }] = supervisors;
            expect(environment).to.not.include(root);
            expect([session, parent]).to.not.include(child.pid);
            process.kill(-(child.pid ?? 0), 'SIGKILL');
            for (let tries = 0; tries < 100 && (await isRunning(supervisors[0].pid)); tries++) {
                await sleep(50);
            }
            expect(await isRunning(supervisors[0].pid)).to.equal(false);
        });

        it('is not looked after twice: a sandbox in the sandbox says that it cannot be had', async () => {
            expect((await attempt(`${launcher()} --probe`)).printed).to.match(
                /^landlock=\d+ seccomp=1 supervised=0 error=0$/m
            );
        });

        it('cannot be made or changed at all when that process is gone', async () => {
            const { file, args } = command('sleep 1; echo evil > .mcp.json; echo x > anything; true');
            const child = spawn(file, args, { cwd: work, env, stdio: 'ignore' });
            await sleep(300);
            for (const { pid } of await supervisorsOf(child.pid ?? 0, launcher())) {
                process.kill(pid, 'SIGKILL');
            }
            await once(child, 'close');
            expect(await readdir(work))
                .to.not.include.members(['.mcp.json'])
                .and.not.include.members(['anything']);
        });
    });
}

/** Started for that process by that launcher, which others may use as well: those that have come since. */
async function supervisorsOf(after: number, launcher: string) {
    const pids = (await readdir('/proc')).map(Number).filter(pid => pid > after);
    const all = await Promise.all(
        pids.map(async pid => {
            const read = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
            const program = await readlink(`/proc/${pid}/exe`).catch(() => '');
            const [environment, stat] = [await read('environ'), await read('stat')];
            const [state, parent, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
            return { pid, program, environment, state, parent: Number(parent), session: Number(session) };
        })
    );
    return all.filter(({ program, state }) => program === launcher && state !== 'Z').filter(({ pid }) => pid !== after);
}

async function isRunning(pid: number): Promise<boolean> {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
    return !/\) Z/.test(stat);
}

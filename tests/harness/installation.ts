import { ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { IdeHealth, SECRET_HEADER, SessionHostHealth } from 'dispatch-extension/lib/kernel/common/process-contract';

/** The root of the checkout that is tested. */
export const CHECKOUT = resolve(__dirname, __dirname.includes(`${'/lib/'}`) ? '../../..' : '../..');

export interface InstallationOptions {
    /** Added to the environment of the start; `undefined` removes. */
    env?: Record<string, string | undefined>;
    /** What must lie in its folders before it is started for the first time. */
    prepare?(installation: Installation): Promise<void>;
}

/** A whole Dispatch as a person starts it, on a free port of loopback, in folders of its own. Whoever starts it stops it. */
export class Installation {
    private launcher: ChildProcess | undefined;
    private printed = '';

    private constructor(
        /** Holds everything of this installation. */
        readonly folder: string,
        readonly port: number,
        private readonly options: InstallationOptions
    ) {}

    get dataFolder(): string {
        return join(this.folder, 'data');
    }
    get workspacesRoot(): string {
        return join(this.folder, 'workspaces');
    }
    get origin(): string {
        return `http://dispatch.localhost:${this.port}`;
    }
    /** Everything that was printed so far. */
    get output(): string {
        return this.printed;
    }

    /** Starts `npm start` on empty folders and waits until it answers. */
    static async start(options: InstallationOptions = {}): Promise<Installation> {
        const installation = new Installation(await mkdtemp(join(tmpdir(), 'dispatch-')), await freePort(), options);
        await options.prepare?.(installation);
        try {
            await installation.start();
        } catch (cause) {
            // nobody else knows of it
            await installation.stop();
            throw cause;
        }
        return installation;
    }

    async start(timeoutMs = 120_000): Promise<void> {
        await mkdir(join(this.folder, 'home'), { recursive: true });
        const launcher = spawn(process.execPath, [join(CHECKOUT, 'scripts/start.mjs')], {
            cwd: CHECKOUT,
            env: this.environment(),
            stdio: ['ignore', 'pipe', 'pipe'],
            detached: true
        });
        this.launcher = launcher;
        const collect = (chunk: Buffer): void => void (this.printed += chunk.toString());
        launcher.stdout?.on('data', collect);
        launcher.stderr?.on('data', collect);
        await until(
            `Dispatch answers on ${this.origin}`,
            () => this.answers(),
            timeoutMs,
            () => {
                if (launcher.exitCode !== null) {
                    throw new Error(`start ended with ${launcher.exitCode}:\n${this.printed}`);
                }
            }
        ).catch((cause: unknown) => {
            throw new Error(`${String(cause)}\n${this.printed}`);
        });
    }

    /** The one-time link that the start has printed, when no key is set. The newest, if there are several. */
    signInLink(): string {
        const links = this.printed.match(/http:\/\/\S+\/sign-in\?token=[\w-]+/g);
        if (!links) {
            throw new Error(`no sign-in link was printed:\n${this.printed}`);
        }
        return links[links.length - 1];
    }

    async sessionHostHealth(): Promise<SessionHostHealth> {
        return SessionHostHealth.parse(await this.ask('session-host.sock', '/health'));
    }

    async ideHealth(): Promise<IdeHealth> {
        return IdeHealth.parse(await this.ask('ide.sock', '/healthz'));
    }

    /** The process that listens on the port. */
    async gatewayPid(): Promise<number> {
        return z.object({ pid: z.number() }).parse(await this.ask('gateway.sock', '/status')).pid;
    }

    async killIde(): Promise<void> {
        process.kill((await this.ideHealth()).pid, 'SIGKILL');
    }

    async killGateway(): Promise<void> {
        process.kill(await this.gatewayPid(), 'SIGKILL');
    }

    /** Kills the gateway and all that would start it again, as the end of the machine does. */
    killGatewayForGood(): void {
        if (this.launcher?.pid !== undefined) {
            // the group: a launcher that is left alone starts another gateway, which takes the folder from the next start
            process.kill(-this.launcher.pid, 'SIGKILL');
        }
    }

    /** Ends everything, sessions too, and removes the folders. */
    async stop(): Promise<void> {
        const stopper = spawn(process.execPath, [join(CHECKOUT, 'gateway/dist/dispatch-admin.js'), 'stop'], {
            cwd: CHECKOUT,
            env: this.environment(),
            stdio: 'ignore'
        });
        await new Promise(done => stopper.once('exit', done));
        const launcher = this.launcher;
        if (launcher && launcher.exitCode === null && launcher.signalCode === null) {
            await Promise.race([
                new Promise(done => launcher.once('exit', done)),
                new Promise(done => setTimeout(done, 10_000)).then(() => launcher.kill('SIGKILL'))
            ]);
        }
        await rm(this.folder, { recursive: true, force: true });
    }

    private environment(): NodeJS.ProcessEnv {
        const env: NodeJS.ProcessEnv = {
            ...process.env,
            // nothing of the person who runs the tests: no dot files, no Claude credentials
            HOME: join(this.folder, 'home'),
            PORT: String(this.port),
            DISPATCH_DATA_DIR: this.dataFolder,
            WORKSPACES_ROOT: this.workspacesRoot,
            TERMINAL_KEY: undefined,
            ANTHROPIC_API_KEY: undefined,
            ANTHROPIC_BASE_URL: undefined
        };
        return { ...env, ...this.options.env };
    }

    private async answers(): Promise<boolean> {
        const response = await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => undefined);
        return response?.ok ?? false;
    }

    private async ask(socketName: string, path: string): Promise<unknown> {
        const secret = (await readFile(join(this.dataFolder, 'run', 'secret'), 'utf8')).trim();
        return new Promise((answered, failed) => {
            const asking = request(
                {
                    socketPath: join(this.dataFolder, 'run', socketName),
                    path,
                    headers: { [SECRET_HEADER]: secret },
                    timeout: 5_000
                },
                response => {
                    let body = '';
                    response.on('data', chunk => (body += chunk));
                    response.on('end', () => {
                        try {
                            answered(JSON.parse(body));
                        } catch (cause) {
                            failed(
                                new Error(`${socketName}${path} answered ${response.statusCode}: ${body}`, { cause })
                            );
                        }
                    });
                }
            );
            asking.on('timeout', () => asking.destroy(new Error(`${socketName}${path} did not answer in 5 s`)));
            asking.on('error', failed);
            asking.end();
        });
    }
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
    return new Promise((found, failed) => {
        const server = createServer();
        server.on('error', failed);
        server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            server.close(() =>
                address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))
            );
        });
    });
}

/** Waits until `condition` holds; fails with `what` after the time. `alsoCheck` may throw to give up at once. */
export async function until(
    what: string,
    condition: () => boolean | Promise<boolean>,
    timeoutMs = 10_000,
    alsoCheck: () => void = () => undefined
): Promise<void> {
    const endAt = performance.now() + timeoutMs;
    while (!(await condition())) {
        alsoCheck();
        if (performance.now() > endAt) {
            throw new Error(`not within ${timeoutMs} ms: ${what}`);
        }
        await new Promise(done => setTimeout(done, 50));
    }
}

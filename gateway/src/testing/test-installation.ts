import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfiguration } from '../operations/configuration';
import { Gateway, startGateway } from '../operations/gateway-process';
import { dataLayout, DataLayout, pidFileOf, ProgramLayout } from '../operations/layout';
import { signalStartedEarlier } from '../supervision/detached-process';
import { stopSessionHost } from '../supervision/stop-session-host';
import { askOverUnixSocket } from '../supervision/unix-request';
import { BrowserLike } from './browser-like';

/** The key of every test installation. */
export const TEST_KEY = 'correct horse battery staple';

/** Where a test installation has its program: our own pages for real, a frontend of three files, and fakes. */
export function testProgram(folder: string): ProgramLayout {
    return {
        assets: resolve(__dirname, '..', '..', 'assets'),
        staticFiles: join(folder, 'static'),
        ideEntry: join(__dirname, 'fake-ide.js'),
        sessionHostEntry: join(__dirname, 'fake-session-host.js'),
        drillEntry: '',
        pluginFolders: []
    };
}

/** An installation in a temporary folder, whose processes are ended and whose files are removed by {@link dispose}. */
export class TestInstallation {
    readonly folder = mkdtempSync(join(tmpdir(), 'dispatch-'));
    readonly layout: DataLayout = dataLayout(join(this.folder, 'data'));
    private readonly started: Gateway[] = [];

    constructor() {
        const files = join(this.folder, 'static');
        mkdirSync(join(files, 'assets'), { recursive: true });
        writeFileSync(join(files, 'index.html'), '<!doctype html><title>The IDE</title>');
        writeFileSync(join(files, 'assets', 'bundle-3f9a1c0d.js'), 'the script, plain');
        writeFileSync(join(files, 'assets', 'bundle-3f9a1c0d.js.br'), 'the script, brotli');
        writeFileSync(join(files, 'assets', 'bundle-3f9a1c0d.js.gz'), 'the script, gzip');
    }

    /** The environment with which a gateway of this installation is started. */
    environment(variables: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
        return {
            PATH: process.env['PATH'],
            DISPATCH_DATA_DIR: this.layout.root,
            WORKSPACES_ROOT: this.folder,
            PORT: '0',
            TERMINAL_KEY: TEST_KEY,
            ...variables
        };
    }

    /** Starts a gateway in this process. An empty value unsets a variable. */
    async start(variables: NodeJS.ProcessEnv = {}): Promise<Gateway> {
        const environment = this.environment(variables);
        const gateway = await startGateway(
            {
                configuration: readConfiguration(environment, this.folder),
                program: testProgram(this.folder),
                environment,
                home: this.folder,
                version: '0.0.0-test'
            },
            () => undefined
        );
        this.started.push(gateway);
        return gateway;
    }

    /** As {@link start}, and waits until all that is behind the gateway answers. */
    async open(): Promise<Gateway> {
        const gateway = await this.start();
        const visitor = new BrowserLike(gateway.port);
        await visitor.signIn(TEST_KEY);
        await eventually(async () => (await visitor.open('/')).status === 200 || undefined);
        await this.sessionHostReady();
        return gateway;
    }

    /** Waits until the session host of the first gateway answers. */
    async sessionHostReady(): Promise<void> {
        await eventually(() => this.askSessionHost('/health').catch(() => undefined));
    }

    get secret(): string {
        return readFileSync(this.layout.secretFile, 'utf8');
    }

    askIde(path: string): Promise<unknown> {
        return this.ask(this.layout.ideSocket, path);
    }

    askSessionHost(path: string): Promise<unknown> {
        return this.ask(this.layout.sessionHostSocket, path);
    }

    private ask(socketPath: string, path: string): Promise<unknown> {
        return askOverUnixSocket({ socketPath, secret: this.secret, method: 'GET', path, timeoutMs: 2_000 });
    }

    async dispose(): Promise<void> {
        for (const gateway of this.started) {
            await gateway.stop(true);
        }
        await this.endLeftovers();
        rmSync(this.folder, { recursive: true, force: true });
    }

    /** A gateway that was killed leaves its children, some of them only starting; they are ended here. */
    private async endLeftovers(): Promise<void> {
        if (!existsSync(this.layout.secretFile)) {
            return;
        }
        await stopSessionHost({ socketPath: this.layout.sessionHostSocket, secret: this.secret }, 2_000).catch(
            () => false
        );
        const { ideEntry, sessionHostEntry } = testProgram(this.folder);
        signalStartedEarlier({ pidFile: pidFileOf(this.layout.ideSocket), entry: ideEntry }, 'SIGKILL');
        signalStartedEarlier({ pidFile: pidFileOf(this.layout.sessionHostSocket), entry: sessionHostEntry }, 'SIGKILL');
    }
}

/** Waits until `look` returns something, at most `limitMs`. */
export async function eventually<T>(look: () => Promise<T | undefined> | T | undefined, limitMs = 10_000): Promise<T> {
    const until = performance.now() + limitMs;
    for (;;) {
        const seen = await look();
        if (seen !== undefined && seen !== false) {
            return seen;
        }
        if (performance.now() > until) {
            throw new Error(`did not happen within ${limitMs} ms: ${look.toString()}`);
        }
        await new Promise(resolve => setTimeout(resolve, 25));
    }
}

import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Door } from 'dispatch-extension/lib/drill/host/door';
import { SessionClient } from 'dispatch-extension/lib/drill/host/session-client';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { CHECKOUT, Installation, InstallationOptions, until } from '../../harness/installation';

/** Enough for the tests that open hundreds. */
const PROGRAMS = resolve(CHECKOUT, 'tests', 'faults', 'programs');

/** A whole Dispatch, and programs that are signed in to it. Whoever starts it stops it. */
export class FaultInstallation {
    private readonly clients: SessionClient[] = [];

    private constructor(
        readonly dispatch: Installation,
        private door: Door
    ) {}

    static async start(options: InstallationOptions = {}): Promise<FaultInstallation> {
        const dispatch = await Installation.start(options);
        await mkdir(dispatch.workspacesRoot, { recursive: true });
        const answers = (): Promise<boolean> => dispatch.sessionHostHealth().then(Boolean, () => false);
        await until('the session host answers', answers, 60_000);
        return new FaultInstallation(dispatch, await signIn(dispatch));
    }

    /** A program with a connection of its own, by way of `via` where it is given. */
    client(via?: { host: string; port: number }): SessionClient {
        const client = new SessionClient(() => this.door.openSocket(via));
        this.clients.push(client);
        return client;
    }

    /** Everything was ended and is started again, with the same data. */
    async startAgain(): Promise<void> {
        await this.dispatch.start();
        this.door = await signIn(this.dispatch);
    }

    /** Where the program `name` writes its report. */
    report(name: string): string {
        return join(this.dispatch.folder, `${name}.json`);
    }

    /** A terminal that prints `lines` counted lines at so many bytes per second, 0 for as fast as it can. */
    startCounting(client: SessionClient, mark: string, lines: number, bytesPerSecond: number): Promise<SessionInfo> {
        const program = join(PROGRAMS, 'counted-output.mjs');
        const args = [mark, String(lines), String(bytesPerSecond), this.report(mark)];
        return client.startTerminal([process.execPath, program, ...args], this.dispatch.workspacesRoot);
    }

    /** These are closed already. */
    forget(...closed: SessionClient[]): void {
        closed.forEach(client => this.clients.splice(this.clients.indexOf(client), 1));
    }

    async stop(): Promise<void> {
        this.clients.forEach(client => client.close());
        await this.dispatch.stop();
    }
}

function signIn(dispatch: Installation): Promise<Door> {
    return Door.signIn({ host: '127.0.0.1', port: dispatch.port, signInLink: dispatch.signInLink() });
}

import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { DEFAULT_LIMITS, SessionHostLimits, SessionHostStart } from '../../kernel/common/process-contract';
import { TestLog } from '../../kernel/testing/test-log';
import { HostServices } from '../host/host-services';
import { SessionHost, startSessionHost } from '../host/session-host';
import { SessionKind } from '../host/session-kind';
import { TestPage } from './test-page';

/** A session host in this process, with a folder of its own. */
export class TestHost {
    readonly log = new TestLog();
    /** What the next start allows. */
    limits: SessionHostLimits = DEFAULT_LIMITS;
    private host?: SessionHost;
    private readonly pages: TestPage[] = [];

    private constructor(
        readonly folder: string,
        private readonly kinds: (services: HostServices) => SessionKind[]
    ) {}

    static async start(
        kinds: (services: HostServices) => SessionKind[],
        limits: Partial<SessionHostLimits> = {}
    ): Promise<TestHost> {
        const host = new TestHost(await fs.mkdtemp(path.join(tmpdir(), 'dispatch-host-')), kinds);
        host.limits = { ...DEFAULT_LIMITS, ...limits };
        await host.startAgain();
        return host;
    }

    get startParameters(): SessionHostStart {
        return {
            secret: 'test-secret-'.repeat(4),
            socketPath: path.join(this.folder, 'run', 'session-host.sock'),
            personFolder: path.join(this.folder, 'person'),
            workspacesRoot: path.join(this.folder, 'workspaces'),
            logLevel: 'debug',
            meter: { url: 'http://127.0.0.1:9/meter', hasKey: false, tokenKey: 'k'.repeat(40) },
            limits: this.limits
        };
    }

    /** After `stop`: a new session host over the same files. */
    async startAgain(): Promise<void> {
        this.host = await startSessionHost({
            start: this.startParameters,
            version: '0.0.0-test',
            log: this.log,
            kinds: this.kinds
        });
    }

    /** A page that has connected. */
    async page(): Promise<TestPage> {
        const { socketPath, secret } = this.startParameters;
        const page = await TestPage.connect(socketPath, secret);
        this.pages.push(page);
        return page;
    }

    async stop(): Promise<void> {
        await this.host?.stop();
    }

    /** Stops it and removes its folder. */
    async dispose(): Promise<void> {
        this.pages.forEach(page => page.cut());
        await this.stop();
        await fs.rm(this.folder, { recursive: true, force: true });
    }
}

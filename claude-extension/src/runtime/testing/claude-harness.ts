import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, KyselyPlugin } from 'kysely';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { findMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { Current } from 'dispatch-extension/lib/kernel/host/current';
import { LiveSession } from 'dispatch-extension/lib/session/host/session-kind';
import { StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';
import { RuntimeName } from '../../conversation/common/claude-events';
import { ClaudeOptions } from '../../conversation/common/claude-protocol';
import { ClaudeKind, ClaudeWorld } from '../../conversation/host/claude-kind';
import { FakeSessionContext, SilentLog } from '../../conversation/testing/fake-session-context';
import { WatchedSession } from '../../conversation/testing/watched-session';
import { builtSandbox } from '../../sandbox/testing/built-sandbox';
import { sessionMark } from '../host/process-environment';
import { FakeMessagesApi } from './fake-messages-api';
import { TestTerminals } from './test-terminals';

/** The Claude kind over a real `state.db`, beside a fake Messages API, in a folder of its own. Close it. */
export class ClaudeHarness {
    readonly log = new SilentLog();
    readonly meter: Current<MeterAccess>;
    context: FakeSessionContext;
    kind: ClaudeKind;
    /** Where its commands run. */
    readonly terminals: TestTerminals;
    private live: LiveSession[] = [];
    private readonly dead: LiveSession[] = [];

    private constructor(
        private readonly root: string,
        /** Where the session works. */
        readonly folder: string,
        readonly api: FakeMessagesApi,
        private database: MortalDatabase,
        terminals: TestTerminals
    ) {
        this.terminals = terminals;
        this.meter = new Current({ url: api.url, hasKey: true, tokenKey: 'k'.repeat(32) });
        this.context = new FakeSessionContext(folder, join(root, 'session'), anySessionId());
        this.kind = this.newKind();
    }

    static async open(): Promise<ClaudeHarness> {
        const root = await realpath(await mkdtemp(join(tmpdir(), 'claude-')));
        const folder = join(root, 'workspace');
        await Promise.all(['workspace', 'session', 'home', 'traces'].map(name => mkdir(join(root, name))));
        const personFolder = join(root, 'dispatch', 'people', 'default');
        await mkdir(personFolder, { recursive: true });
        const database = await StateDatabase.open(join(personFolder, 'state.db'), new SilentLog());
        const harness = new ClaudeHarness(
            root,
            folder,
            await FakeMessagesApi.start(),
            new MortalDatabase(database),
            await TestTerminals.open({ ...process.env, HOME: join(root, 'home') })
        );
        await database.migrate('claude', harness.kind.migrations);
        return harness;
    }

    /** The home folder of the person. */
    get home(): string {
        return join(this.root, 'home');
    }

    /** Where what runs may leave a trace; in the home it cannot. */
    get traces(): string {
        return join(this.root, 'traces');
    }

    /** Of the installation: `state.db` is in it. */
    get dataFolder(): string {
        return join(this.root, 'dispatch');
    }

    /** A new session with a page that watches it. */
    async create(
        runtime: RuntimeName,
        options: ClaudeOptions = {},
        environment: Record<string, string> = {},
        sandbox: ClaudeWorld['sandbox'] = {}
    ): Promise<WatchedSession> {
        this.kind = this.newKind(environment, sandbox);
        const session = await this.kind.start(this.context, { ...options, runtime });
        this.live.push(session);
        return new WatchedSession(session);
    }

    /** The session host is dead: nothing that is left of it in this process reaches the log any more. */
    die(): void {
        this.database.die();
    }

    /** What happens when the session host dies: nothing is closed, and another one takes over the log. */
    async restart(limits = this.context.limits): Promise<WatchedSession> {
        this.database.die();
        this.database = this.database.nextLife();
        this.dead.push(...this.live.splice(0));
        // what is left of the dead one in this process tells the old one
        const { info, storageFolder } = this.context;
        this.context = new FakeSessionContext(this.folder, storageFolder, info.id);
        this.context.info = info;
        this.context.limits = limits;
        this.kind = this.newKind();
        const session = await this.kind.reopen(this.context);
        this.live.push(session);
        return new WatchedSession(session);
    }

    /** The processes that the session has now. */
    processes(): Promise<number[]> {
        return findMarkedProcesses(sessionMark(this.context.info.id));
    }

    /** Ends everything. */
    async close(): Promise<void> {
        // what a dead host left in this process has nothing to end: the next host did that
        await Promise.all(this.dead.map(session => session.dispose()));
        for (const session of this.live) {
            await session.end('the test is over');
            await session.dispose();
        }
        await this.api.close();
        await this.terminals.close();
        await this.database.stored.close();
        await rm(this.root, { recursive: true, force: true, maxRetries: 3 });
    }

    private newKind(more: Record<string, string> = {}, sandbox: ClaudeWorld['sandbox'] = {}): ClaudeKind {
        const environment = { ...process.env, HOME: this.home, CLAUDE_CONFIG_DIR: undefined, ...more };
        const personFolder = join(this.dataFolder, 'people', 'default');
        const { log, meter } = this;
        const places = { personFolder, workspacesRoot: this.root, sandbox: { ...builtSandbox(), ...sandbox } };
        const world = { database: this.database.alive, log, meter, environment, ...places };
        return new ClaudeKind(world, [], this.terminals.shells);
    }
}

/** `state.db` as one session host sees it: a host that is dead writes nothing more, whatever is left of it in this process. */
class MortalDatabase {
    private dead = false;

    constructor(readonly stored: StateDatabase) {}

    /** What the session host is given. */
    get alive(): StateDatabase {
        const refuseTheDead: KyselyPlugin = {
            transformQuery: ({ node }) => {
                if (this.dead) {
                    throw new Error('this session host is dead');
                }
                return node;
            },
            transformResult: async ({ result }) => result
        };
        const tables = <T>(): Kysely<T> => this.stored.tables<T>().withPlugin(refuseTheDead);
        return Object.create(this.stored, { tables: { value: tables } }) as StateDatabase;
    }

    die(): void {
        this.dead = true;
    }

    nextLife(): MortalDatabase {
        return new MortalDatabase(this.stored);
    }
}

/** An id of its own for every test: processes are found, and ended, by it. */
function anySessionId(): SessionId {
    return SessionId.parse([...randomBytes(26)].map(byte => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte % 32]).join(''));
}

import { z } from 'zod';
import { DisposableCollection } from '@theia/core/lib/common/disposable';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { MessageService } from '@theia/core/lib/common/message-service';
import { Deferred } from '@theia/core/lib/common/promise-util';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { asDispatchError } from '../../kernel/common/errors';
import { SessionId } from '../../kernel/common/ids';
import { RpcClient, RpcContract } from '../../kernel/common/rpc-contract';
import { SessionErrors } from '../common/session-errors';
import { SessionInfo, SessionRpc } from '../common/session-protocol';
import { createRpcClient } from '../domain/rpc-client';
import { SessionSocketManager } from './session-socket-manager';

/** What a new session needs: its kind, and where it lives. */
export type NewSession = z.input<typeof SessionRpc.requests.createSession.params>;

/** Which requests of a contract may be sent a second time when the connection broke before the answer. */
export interface RpcClientOptions<C extends RpcContract> {
    repeatable?: readonly (keyof C['requests'] & string)[];
    /** How long an answer may take, in ms; `Infinity` for ever. 30 s where absent. */
    timeoutMs?: number;
}

const REPEATABLE: ReadonlySet<string> = new Set<keyof typeof SessionRpc.requests>([
    'getHost',
    'listSessions',
    'renameSession',
    'endSession'
]);

/**
 * The sessions of this person, kept up to date. All methods fail with a `DispatchError`: `unavailable` when the
 * connection broke before an answer, else what the host says.
 */
@injectable()
export class SessionsClient {
    @inject(SessionSocketManager)
    protected readonly sockets!: SessionSocketManager;

    @inject(MessageService)
    protected readonly messages!: MessageService;

    /** How long a session that was made may take to be told, in ms. */
    protected appearMs = 30_000;

    private readonly onDidChangeEmitter = new Emitter<void>();
    private readonly onDidForgetEmitter = new Emitter<SessionId>();
    private readonly onDidForget = this.onDidForgetEmitter.event;
    private readonly readyDeferred = new Deferred<void>();
    private byId = new Map<SessionId, SessionInfo>();
    private sorted: readonly SessionInfo[] = [];
    private hostKinds: readonly string[] = [];
    private readonly rpc = createRpcClient(SessionRpc, (method, params) =>
        this.sockets.request(method, params, { repeatable: REPEATABLE.has(method) })
    );

    readonly onDidChange: Event<void> = this.onDidChangeEmitter.event;
    /** Resolves after the first list has come. */
    readonly ready: Promise<void> = this.readyDeferred.promise;

    @postConstruct()
    protected init(): void {
        this.sockets.onDidNotify(({ method, params }) => this.notified(method, params));
        this.sockets.onDidChangeState(state => {
            if (state === 'online') {
                void this.refresh();
            }
            this.onDidChangeEmitter.fire();
        });
        if (this.sockets.state === 'online') {
            void this.refresh();
        }
    }

    /** Newest first. Replaced as a whole on each change. */
    get sessions(): readonly SessionInfo[] {
        return this.sorted;
    }

    /** The names of the kinds that the host can start; empty until `ready`. */
    get kinds(): readonly string[] {
        return this.hostKinds;
    }

    find(sessionId: SessionId): SessionInfo | undefined {
        return this.byId.get(sessionId);
    }

    /**
     * A session that the session host has just made; resolves when the list has it. Fails with `session.not-found` when it is
     * removed meanwhile, or has not come after 30 s.
     */
    async appeared(sessionId: SessionId): Promise<SessionInfo> {
        const appeared = new Deferred<SessionInfo>();
        const gone = (): void => appeared.reject(SessionErrors.notFound());
        const look = (): void => {
            const found = this.find(sessionId);
            if (found) {
                appeared.resolve(found);
            }
        };
        const timer = setTimeout(gone, this.appearMs);
        const listeners = new DisposableCollection(
            this.onDidChange(look),
            this.onDidForget(id => id === sessionId && gone())
        );
        look();
        try {
            return await appeared.promise;
        } finally {
            clearTimeout(timer);
            listeners.dispose();
        }
    }

    async create(params: NewSession): Promise<SessionInfo> {
        const { session } = await this.rpc.createSession(params);
        this.put(session);
        return session;
    }

    async rename(sessionId: SessionId, title: string): Promise<void> {
        await this.rpc.renameSession({ sessionId, title });
    }

    /** Ends what runs in it. Its log stays readable. */
    async end(sessionId: SessionId): Promise<void> {
        await this.rpc.endSession({ sessionId });
    }

    /** Starts an ended one again, under its id and on the same log. `shown`: on this page, which drives it then. */
    async restart(sessionId: SessionId, { shown = false } = {}): Promise<SessionInfo> {
        const viewerId = shown ? this.sockets.viewerId : undefined;
        const { session } = await this.rpc.restartSession({ sessionId, viewerId });
        this.put(session);
        return session;
    }

    /** Removes an ended session and its log for good. */
    async forget(sessionId: SessionId): Promise<void> {
        await this.rpc.forgetSession({ sessionId });
    }

    /** What the kind of this session answers (`callSession`). */
    ofSession<C extends RpcContract>(contract: C, sessionId: SessionId, options?: RpcClientOptions<C>): RpcClient<C> {
        return createRpcClient(contract, (method, params) =>
            this.callInner('callSession', { sessionId, method, params }, method, options)
        );
    }

    /** What the kind itself answers (`callKind`). */
    ofKind<C extends RpcContract>(contract: C, kind: string, options?: RpcClientOptions<C>): RpcClient<C> {
        return createRpcClient(contract, (method, params) =>
            this.callInner('callKind', { kind, method, params }, method, options)
        );
    }

    private async callInner<C extends RpcContract>(
        outer: 'callSession' | 'callKind',
        params: Record<string, unknown>,
        method: string,
        options: RpcClientOptions<C> | undefined
    ): Promise<unknown> {
        const repeatable = (options?.repeatable as readonly string[] | undefined)?.includes(method) ?? false;
        const answer = await this.sockets.request(outer, params, { repeatable, timeoutMs: options?.timeoutMs });
        return SessionRpc.requests[outer].result.parse(answer).result;
    }

    /** Asked anew on every connection, because what was told in between was not heard. */
    private async refresh(): Promise<void> {
        try {
            const [host, { sessions }] = await Promise.all([this.rpc.getHost({}), this.rpc.listSessions({})]);
            this.hostKinds = host.kinds;
            this.byId = new Map(sessions.map(session => [session.id, session]));
            this.changed();
            this.readyDeferred.resolve();
        } catch (thrown) {
            const error = asDispatchError(thrown);
            // Where the connection broke again, the next one asks again.
            if (error.kind !== 'unavailable') {
                void this.messages.error(error.message);
            }
            this.onDidChangeEmitter.fire();
        }
    }

    private notified(method: string, params: unknown): void {
        const { notifySessionChanged, notifySessionForgotten } = SessionRpc.notifications;
        if (method === ('notifySessionChanged' satisfies keyof typeof SessionRpc.notifications)) {
            const parsed = notifySessionChanged.safeParse(params);
            if (parsed.success) {
                this.put(parsed.data.session);
            }
        } else if (method === ('notifySessionForgotten' satisfies keyof typeof SessionRpc.notifications)) {
            const parsed = notifySessionForgotten.safeParse(params);
            if (parsed.success && this.byId.delete(parsed.data.sessionId)) {
                this.changed();
            }
            if (parsed.success) {
                this.onDidForgetEmitter.fire(parsed.data.sessionId);
            }
        }
    }

    private put(session: SessionInfo): void {
        this.byId.set(session.id, session);
        this.changed();
    }

    private changed(): void {
        this.sorted = [...this.byId.values()].sort((a, b) => b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1));
        this.onDidChangeEmitter.fire();
    }
}

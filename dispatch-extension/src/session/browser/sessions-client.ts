import { z } from 'zod';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { injectable } from '@theia/core/shared/inversify';
import { SessionId } from '../../kernel/common/ids';
import { RpcClient, RpcContract } from '../../kernel/common/rpc-contract';
import { SessionInfo, SessionRpc } from '../common/session-protocol';

/** What a new session needs: its kind, and where it lives. */
export type NewSession = z.input<typeof SessionRpc.requests.createSession.params>;

/** Which requests of a contract may be sent a second time when the connection broke before the answer. */
export interface RpcClientOptions<C extends RpcContract> {
    repeatable?: readonly (keyof C['requests'] & string)[];
}

/**
 * The sessions of this person, kept up to date. All methods fail with a `DispatchError`: `unavailable` when the
 * connection broke before an answer, else what the host says.
 */
@injectable()
export class SessionsClient {
    /** Newest first. Replaced as a whole on each change. */
    readonly sessions: readonly SessionInfo[] = [];
    readonly onDidChange: Event<void> = new Emitter<void>().event;
    /** The names of the kinds that the host can start; empty until `ready`. */
    readonly kinds: readonly string[] = [];
    /** Resolves after the first list has come. */
    readonly ready: Promise<void> = Promise.resolve();

    find(_sessionId: SessionId): SessionInfo | undefined {
        return undefined;
    }

    create(_params: NewSession): Promise<SessionInfo> {
        return Promise.reject(new Error('under construction'));
    }

    rename(_sessionId: SessionId, _title: string): Promise<void> {
        return Promise.reject(new Error('under construction'));
    }

    end(_sessionId: SessionId): Promise<void> {
        return Promise.reject(new Error('under construction'));
    }

    forget(_sessionId: SessionId): Promise<void> {
        return Promise.reject(new Error('under construction'));
    }

    /** What the kind of this session answers (`callSession`). */
    ofSession<C extends RpcContract>(
        _contract: C,
        _sessionId: SessionId,
        _options?: RpcClientOptions<C>
    ): RpcClient<C> {
        throw new Error('under construction');
    }

    /** What the kind itself answers (`callKind`). */
    ofKind<C extends RpcContract>(_contract: C, _kind: string, _options?: RpcClientOptions<C>): RpcClient<C> {
        throw new Error('under construction');
    }
}

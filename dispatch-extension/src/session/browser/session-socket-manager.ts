import { Emitter, Event } from '@theia/core/lib/common/event';
import { injectable } from '@theia/core/shared/inversify';
import { SessionId } from '../../kernel/common/ids';
import { ConnectOptions, SessionConnection, StreamSink } from './session-stream';

/** `connecting` before the first success, `offline` while it tries again, `signed-out` when a person must act. */
export type ConnectionState = 'connecting' | 'online' | 'offline' | 'signed-out';

/** The page's one socket to its session host: attachments, their positions and their recovery, and the control channel. */
@injectable()
export class SessionSocketManager {
    readonly state: ConnectionState = 'connecting';
    readonly onDidChangeState: Event<ConnectionState> = new Emitter<ConnectionState>().event;

    /** Watches a session. One attachment per session and page: a second call takes the place of the first. */
    connect(_sessionId: SessionId, _sink: StreamSink, _options: ConnectOptions): SessionConnection {
        throw new Error('under construction');
    }

    /** Stops watching, as `dispose` of the connection does. */
    disconnect(_sessionId: SessionId): void {
        throw new Error('under construction');
    }

    /** The person is looking at this session now: hurry a reconnect, and let the size of this page count. */
    handleSessionFocus(_sessionId: SessionId): void {
        throw new Error('under construction');
    }
}

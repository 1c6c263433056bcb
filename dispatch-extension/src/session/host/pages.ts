import { WebSocket } from 'ws';
import { SessionId } from '../../kernel/common/ids';
import { RpcGuard } from '../../kernel/host/rpc-guard';
import { StructuredLog } from '../../kernel/host/structured-log';
import { SessionInfo } from '../common/session-protocol';
import { AttachableSessions, PageConnection } from './page-connection';
import { SessionRouterListener } from './session-router';

/** How long changes of a session are gathered before they are told, in ms. */
const GATHER_MS = 20;

/** All connected pages. What happens to sessions is told to each of them. */
export class Pages implements SessionRouterListener {
    private readonly pages = new Set<PageConnection>();
    private readonly changed = new Map<SessionId, SessionInfo>();
    private telling?: NodeJS.Timeout;

    /** `maxFrameBytes`: of what is taken from a page, as it is now. */
    constructor(
        private readonly log: StructuredLog,
        private readonly maxFrameBytes: () => number
    ) {}

    /** Serves a page until its socket closes. */
    add(socket: WebSocket, guard: RpcGuard, sessions: AttachableSessions): void {
        const page = new PageConnection(socket, guard, sessions, this.log, this.maxFrameBytes);
        this.pages.add(page);
        socket.once('close', () => this.pages.delete(page));
        this.log.info('page.connected', { pages: this.pages.size });
    }

    /** Tells every page. */
    notify(name: string, params: unknown): void {
        this.pages.forEach(page => page.notify(name, params));
    }

    sessionChanged(session: SessionInfo): void {
        this.changed.set(session.id, session);
        this.telling ??= setTimeout(() => this.tellChanges(), GATHER_MS);
    }

    sessionForgotten(sessionId: SessionId): void {
        this.changed.delete(sessionId);
        this.notify('notifySessionForgotten', { sessionId });
    }

    private tellChanges(): void {
        this.telling = undefined;
        for (const [id, session] of this.changed) {
            this.changed.delete(id);
            this.notify('notifySessionChanged', { session });
        }
    }
}

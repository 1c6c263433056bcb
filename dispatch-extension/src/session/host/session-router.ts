import { SessionId, WorkspaceId } from '../../kernel/common/ids';
import { SessionErrors } from '../common/session-errors';
import { SessionInfo } from '../common/session-protocol';
import { changeSession, isFinal, LifeChange } from '../domain/session-life';
import { LiveSession } from './session-kind';
import { SessionStore } from './session-store';

/** A session that is bound: what is known of it, and its working part, once there is one. */
export interface BoundSession {
    readonly info: SessionInfo;
    live?: LiveSession;
    /** Settles when the start is over, either way; absent for one that was reopened. */
    started?: Promise<unknown>;
}

/** Who wants to know what becomes of sessions. */
export interface SessionRouterListener {
    sessionChanged(session: SessionInfo): void;
    sessionForgotten(sessionId: SessionId): void;
}

interface Entry extends BoundSession {
    info: SessionInfo;
}

/** Which session is where, of what kind, in what state. Durable by its store. */
export class SessionRouter {
    private readonly entries = new Map<SessionId, Entry>();
    private readonly listeners = new Set<SessionRouterListener>();

    constructor(
        private readonly store: SessionStore,
        private readonly now: () => number
    ) {}

    /** Takes a session in and tells it. */
    bind(info: SessionInfo): BoundSession {
        const entry: Entry = { info };
        this.entries.set(info.id, entry);
        this.changed(entry);
        return entry;
    }

    find(id: SessionId): BoundSession | undefined {
        return this.entries.get(id);
    }

    /** Throws `session.not-found`. */
    get(id: SessionId): BoundSession {
        const entry = this.find(id);
        if (!entry) {
            throw SessionErrors.notFound({ sessionId: id });
        }
        return entry;
    }

    /** Forgets a session for good. */
    async unbind(id: SessionId): Promise<void> {
        this.get(id);
        this.entries.delete(id);
        await this.store.remove(id);
        this.listeners.forEach(listener => listener.sessionForgotten(id));
    }

    /** What the session was started with, see `SessionContext`. */
    keepStart(id: SessionId, start: unknown): Promise<void> {
        return this.store.keepStart(id, start);
    }

    recallStart(id: SessionId): Promise<unknown> {
        return this.store.recallStart(id);
    }

    /** Oldest first. */
    all(): BoundSession[] {
        return [...this.entries.values()];
    }

    byWorkspace(workspaceId: WorkspaceId): BoundSession[] {
        return this.all().filter(({ info }) => info.workspaceId === workspaceId);
    }

    /** How many have not ended. */
    get running(): number {
        return this.all().filter(({ info }) => !isFinal(info.state)).length;
    }

    /** Records a change, and tells it if anything is different. A session that was forgotten meanwhile is left alone. */
    update(id: SessionId, change: LifeChange): void {
        const entry = this.entries.get(id);
        if (entry) {
            entry.info = changeSession(entry.info, change, this.now());
            this.changed(entry);
        }
    }

    /** Returns a function that takes the listener away again. */
    listen(listener: SessionRouterListener): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    private changed(entry: Entry): void {
        this.store.save(entry.info);
        this.listeners.forEach(listener => listener.sessionChanged(entry.info));
    }
}

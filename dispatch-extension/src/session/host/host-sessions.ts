import { SessionId, WorkspaceId } from '../../kernel/common/ids';
import { SessionInfo } from '../common/session-protocol';
import { isFinal } from '../domain/session-life';
import { SessionRouter } from './session-router';
import { SessionService } from './session-service';

/** A session that one kind wants of another. */
export interface SessionWish {
    readonly kind: string;
    readonly workspaceId?: WorkspaceId;
    /** Absolute path. */
    readonly folder: string;
    readonly title: string;
    readonly options: Record<string, unknown>;
}

/** What one kind may do with sessions of others: what the person may, within the same limits. */
export interface HostSessions {
    /** As they are now, those that have ended as well. */
    all(): readonly SessionInfo[];
    /** Fails as `createSession` does. */
    create(wish: SessionWish): Promise<SessionInfo>;
    /** Starts one that has ended again; one that runs is left as it is. Fails as `restartSession` does. */
    restart(sessionId: SessionId): Promise<SessionInfo>;
    /** Ends what runs in it; its log stays. `reason`: for people. Fails as `endSession` does. */
    end(sessionId: SessionId, reason: string): Promise<void>;
    /** Ends it and removes it with all that was kept of it. Fails as `endSession` and `forgetSession` do. */
    forget(sessionId: SessionId, reason: string): Promise<void>;
}

/** The sessions of a host, for its kinds: these are made before there are any. */
export class SessionsForKinds implements HostSessions {
    private host?: { readonly service: SessionService; readonly router: SessionRouter };

    /** Called once, when the kinds have been made. */
    open(service: SessionService, router: SessionRouter): void {
        this.host = { service, router };
    }

    all(): readonly SessionInfo[] {
        return this.opened.router.all().map(({ info }) => info);
    }

    async create(wish: SessionWish): Promise<SessionInfo> {
        return (await this.opened.service.createSession(wish)).session;
    }

    async restart(sessionId: SessionId): Promise<SessionInfo> {
        return (await this.opened.service.restartSession({ sessionId })).session;
    }

    async end(sessionId: SessionId, reason: string): Promise<void> {
        await this.opened.service.endSession({ sessionId }, reason);
    }

    async forget(sessionId: SessionId, reason: string): Promise<void> {
        const { service, router } = this.opened;
        if (!isFinal(router.get(sessionId).info.state)) {
            await service.endSession({ sessionId }, reason);
        }
        await service.forgetSession({ sessionId });
    }

    private get opened() {
        if (!this.host) {
            throw new Error('there are no sessions before the kinds have been made');
        }
        return this.host;
    }
}

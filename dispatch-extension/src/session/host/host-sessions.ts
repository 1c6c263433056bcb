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

/** The sessions of a service, for its kinds. */
export function hostSessions(service: SessionService, router: SessionRouter): HostSessions {
    return {
        all: () => router.all().map(({ info }) => info),
        create: async wish => (await service.createSession(wish)).session,
        restart: async sessionId => (await service.restartSession({ sessionId })).session,
        end: async (sessionId, reason) => {
            await service.endSession({ sessionId }, reason);
        },
        forget: async (sessionId, reason) => {
            if (!isFinal(router.get(sessionId).info.state)) {
                await service.endSession({ sessionId }, reason);
            }
            await service.forgetSession({ sessionId });
        }
    };
}

import { z } from 'zod';
import { SessionId, ViewerId, WorkspaceId } from '../../kernel/common/ids';
import { nothing, request, rpcContract } from '../../kernel/common/rpc-contract';

/** Version of everything that is spoken between page, gateway and session host. A change that breaks the other side raises it. */
export const SESSION_PROTOCOL_VERSION = 2;

/** The path of the WebSocket between a page and its session host, as the gateway serves it. */
export const SESSION_SOCKET_PATH = '/session-socket';

/**
 * `suspended` means: it runs, and nobody is attached. `ended` and `failed` are final; the log can still be read.
 */
export const SessionState = z.enum(['creating', 'active', 'suspended', 'terminating', 'ended', 'failed']);
export type SessionState = z.infer<typeof SessionState>;

/** The name of a session kind, like `terminal` or `claude`. */
export const SessionKindName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

/** What is known of a session to everyone who lists it. */
export const SessionInfo = z.object({
    id: SessionId,
    kind: SessionKindName,
    /** Never empty: what a person chose, else what its kind calls it. */
    title: z.string().max(200),
    workspaceId: WorkspaceId.optional(),
    /** Absolute path of the folder in which it was started. */
    folder: z.string(),
    state: SessionState,
    /** Why it is in this state, for people: "exited with code 1", "The session host was stopped, …". */
    reason: z.string().max(500).optional(),
    /** How many pages are attached now. */
    viewers: z.number().int().nonnegative(),
    createdAtMs: z.number().int(),
    /** When the state last changed. */
    changedAtMs: z.number().int(),
    /** What the kind wants shown with it; its schema is the kind's own. Small. */
    detail: z.record(z.string(), z.unknown())
});
export type SessionInfo = z.infer<typeof SessionInfo>;

const OfSession = z.object({ sessionId: SessionId });

/** What a page may ask of its session host about sessions of every kind. */
export const SessionRpc = rpcContract({
    requests: {
        getHost: request({
            params: nothing,
            result: z.object({
                protocolVersion: z.number().int(),
                version: z.string(),
                startedAtMs: z.number().int(),
                kinds: z.array(SessionKindName)
            })
        }),
        listSessions: request({ params: nothing, result: z.object({ sessions: z.array(SessionInfo) }) }),
        createSession: request({
            params: z.object({
                kind: SessionKindName,
                workspaceId: WorkspaceId.optional(),
                /** Absolute path; the workspace's folder, else the home folder, when absent. */
                folder: z.string().max(4_096).optional(),
                title: z.string().max(200).optional(),
                /** Checked by the kind against its own schema. */
                options: z.record(z.string(), z.unknown()).default({})
            }),
            result: z.object({ session: SessionInfo })
        }),
        renameSession: request({ params: OfSession.extend({ title: z.string().min(1).max(200) }), result: nothing }),
        /** Ends what runs in it. Its log stays, and it stays in the list as ended. */
        endSession: request({ params: OfSession, result: nothing }),
        /**
         * Starts an ended session again under its id, with what it was started with; its log goes on. Answers at once for
         * one that runs; `session.cannot-restart` where its kind cannot. `viewerId`: the page that shows it and asks for
         * this; where one page drives, that one will.
         */
        restartSession: request({
            params: OfSession.extend({ viewerId: ViewerId.optional() }),
            result: z.object({ session: SessionInfo })
        }),
        /** Removes an ended session and its log for good; `conflict` while it runs. */
        forgetSession: request({ params: OfSession, result: nothing }),
        /** A request that only the kind of this session knows. */
        callSession: request({
            params: OfSession.extend({ method: z.string().max(80), params: z.unknown().optional() }),
            result: z.object({ result: z.unknown() })
        }),
        /** A request to the kind itself, without a session: which runtimes or profiles are there. */
        callKind: request({
            params: z.object({ kind: SessionKindName, method: z.string().max(80), params: z.unknown().optional() }),
            result: z.object({ result: z.unknown() })
        })
    },
    notifications: {
        notifySessionChanged: z.object({ session: SessionInfo }),
        notifySessionForgotten: OfSession
    }
});

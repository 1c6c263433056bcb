import { z } from 'zod';
import { SessionId } from './ids';

/**
 * What the gateway tells the processes that it starts, and what they answer on their Unix sockets.
 *
 * A process is given its start parameters as one line of JSON on standard input, because arguments and environment can
 * be read by others and are inherited. Every request and every upgrade on its socket must bear the secret in
 * {@link SECRET_HEADER}; without it the answer is 401 and nothing else happens.
 */
export const SECRET_HEADER = 'x-dispatch-secret';

/** Where the meter is, for Claude processes. The API key itself never leaves the gateway. */
export const MeterAccess = z.object({
    /** Base URL, like `http://127.0.0.1:3030/meter`. */
    url: z.url(),
    /** Whether the gateway has an API key to add. */
    hasKey: z.boolean(),
    /**
     * Key of the HMAC-SHA-256 (base64url) that makes a session's meter token:
     * `<sessionId>.<hmac of sessionId>`, sent as `x-api-key` or as a bearer token.
     */
    tokenKey: z.string().min(32),
    /** Whether `claude` in a terminal goes through the meter too. */
    terminals: z.boolean().optional()
});
export type MeterAccess = z.infer<typeof MeterAccess>;

const MIB = 1024 * 1024;

/** Limits that the operator sets; each has a default, so that a part of them is enough. */
export const SessionHostLimits = z.object({
    /** Recorded output that is kept of one terminal, in bytes. The oldest goes first. */
    terminalLogBytes: z
        .number()
        .int()
        .positive()
        .default(64 * MIB),
    /** Recorded output that is kept of all terminals of the person, in bytes. That of ended terminals goes first. */
    terminalLogsTotalBytes: z
        .number()
        .int()
        .positive()
        .default(2048 * MIB),
    /** Terminals that run at once. */
    terminalsPerPerson: z.number().int().positive().default(100),
    /** Terminals that run at once in one workspace. */
    terminalsPerWorkspace: z.number().int().positive().default(50),
    /** Terminals that may be started within 10 s. */
    terminalStartsPer10S: z.number().int().positive().default(60),
    /** Input of one viewer to one terminal, in bytes per second; four times as much may come at once. */
    inputBytesPerSecond: z.number().int().positive().default(MIB),
    /** The largest frame that is taken from a page, in bytes. */
    frameBytes: z
        .number()
        .int()
        .positive()
        .default(8 * MIB),
    /** A terminal in which nothing runs and that nobody watches is ended after this time, in ms; 0 for never. */
    terminalIdleMs: z.number().int().nonnegative().default(0),
    /** Whether a person may let Claude run everything without asking. */
    claudeMayBypass: z.boolean().default(false),
    /** What the processes of a Claude session may hold of the memory together, in bytes; 0 for no limit. */
    claudeMemoryBytes: z.number().int().nonnegative().default(0),
    /** Whether Claude by the Messages API has a tool that fetches pages of the internet. */
    claudeMayFetchWeb: z.boolean().default(false),
    /** Whether Claude's processes are started in a sandbox: where there is one, only in one, or never. */
    claudeSandbox: z.enum(['auto', 'required', 'off']).default('auto'),
    /** Absolute paths that the sandbox denies, with all below. Dispatch's own data is denied anyway. */
    claudeDeniedPaths: z.array(z.string()).default([]),
    /** Relative paths that processes in the sandbox cannot make or change, in whatever folder; `.git`: what git runs. */
    claudeProtectedPaths: z.array(z.string()).default([]),
    /** Whether processes in the sandbox may use Unix sockets. */
    claudeUnixSockets: z.boolean().default(false),
    /** Hosts to which processes in the sandbox may connect (`host`, `*.host`, with `:port`); absent: to all. */
    claudeEgress: z.array(z.string()).optional()
});
export type SessionHostLimits = z.infer<typeof SessionHostLimits>;

/** What applies where the operator sets nothing. */
export const DEFAULT_LIMITS: SessionHostLimits = SessionHostLimits.parse({});

/** What a running session host is told by `POST /configure`: all that may change without its sessions. */
export const SessionHostConfiguration = MeterAccess.extend({ limits: SessionHostLimits.optional() });
export type SessionHostConfiguration = z.infer<typeof SessionHostConfiguration>;

/** Standard input of the session host. */
export const SessionHostStart = z.object({
    secret: z.string().min(32),
    socketPath: z.string(),
    /** The person's own folder, 0700: `state.db`, session logs. */
    personFolder: z.string(),
    workspacesRoot: z.string(),
    logLevel: z.enum(['error', 'warn', 'info', 'debug']),
    meter: MeterAccess,
    limits: SessionHostLimits.default(DEFAULT_LIMITS)
});
export type SessionHostStart = z.infer<typeof SessionHostStart>;

/** `GET /health` of the session host. `POST /configure` takes a {@link SessionHostConfiguration}; `POST /stop` ends every session, then the process. */
export const SessionHostHealth = z.object({
    process: z.literal('session-host'),
    protocolVersion: z.number().int(),
    version: z.string(),
    pid: z.number().int(),
    startedAtMs: z.number().int(),
    sessions: z.number().int()
});
export type SessionHostHealth = z.infer<typeof SessionHostHealth>;

/** `GET /sessions` of the session host: those that have not ended. The meter takes the tokens of these and of no other. */
export const RunningSessions = z.object({
    sessions: z.array(z.object({ id: SessionId, kind: z.string(), title: z.string(), folder: z.string() }))
});
export type RunningSessions = z.infer<typeof RunningSessions>;

/** Standard input of the ide. */
export const IdeStart = z.object({
    secret: z.string().min(32),
    socketPath: z.string(),
    /** Theia's settings, keymaps, installed plugins. */
    configFolder: z.string(),
    /** Folders that hold one plugin each per child. */
    pluginFolders: z.array(z.string()),
    workspacesRoot: z.string(),
    logLevel: z.enum(['error', 'warn', 'info', 'debug']),
    /** Where tasks are run: the ide is a client of the session host, as a page is. */
    sessionHost: z.object({ socketPath: z.string(), secret: z.string().min(32) })
});
export type IdeStart = z.infer<typeof IdeStart>;

/** `GET /healthz` of the ide. */
export const IdeHealth = z.object({
    process: z.literal('ide'),
    version: z.string(),
    pid: z.number().int(),
    startedAtMs: z.number().int()
});
export type IdeHealth = z.infer<typeof IdeHealth>;

import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import {
    MeterAccess,
    RunningSessions,
    SessionHostConfiguration,
    SessionHostHealth,
    SessionHostStart
} from '../../kernel/common/process-contract';
import { Current } from '../../kernel/host/current';
import { RpcGuard } from '../../kernel/host/rpc-guard';
import { StructuredLog } from '../../kernel/host/structured-log';
import { StateDatabase } from '../../storage/host/state-database';
import { WorkspaceRpc } from '../../workspace/common/workspace-protocol';
import { WorkspaceManager } from '../../workspace/host/workspace-manager';
import { workspaceMigrations } from '../../workspace/host/workspace-store';
import { SESSION_PROTOCOL_VERSION, SessionRpc } from '../common/session-protocol';
import { isFinal } from '../domain/session-life';
import { HostServices } from './host-services';
import { SessionsForKinds } from './host-sessions';
import { Pages } from './pages';
import { SessionKind } from './session-kind';
import { SessionRouter } from './session-router';
import { SessionService } from './session-service';
import { SessionSocketServer } from './session-socket-server';
import { sessionMigrations, SessionStore } from './session-store';

export interface SessionHostOptions {
    start: SessionHostStart;
    version: string;
    log: StructuredLog;
    /** Makes the kinds; called once, before their migrations are applied. */
    kinds(services: HostServices): readonly SessionKind[];
}

/** A session host that listens. */
export interface SessionHost {
    /** Ends every session, writes everything to the disk and closes the socket. A second call waits for the first. */
    stop(): Promise<void>;
    /** Resolves when it has stopped, by whomever. */
    readonly stopped: Promise<void>;
}

/** Starts the session host of one person. Fails with a `storage.…` error, or what a kind's migration throws. */
export async function startSessionHost(options: SessionHostOptions): Promise<SessionHost> {
    const { start, log } = options;
    const sessionsFolder = path.join(start.personFolder, 'sessions');
    await makePrivate(start.personFolder);
    await makePrivate(sessionsFolder);
    await makePrivate(path.dirname(start.socketPath));
    const database = await StateDatabase.open(path.join(start.personFolder, 'state.db'), log);
    try {
        return await compose(options, sessionsFolder, database);
    } catch (error) {
        await database.close();
        throw error;
    }
}

async function compose(
    options: SessionHostOptions,
    sessionsFolder: string,
    database: StateDatabase
): Promise<SessionHost> {
    const { start, log, version } = options;
    const startedAtMs = Date.now();
    const meter = new Current<MeterAccess>(start.meter);
    const limits = new Current(start.limits);
    const { personFolder, workspacesRoot } = start;
    const ofKinds = new SessionsForKinds();
    const kinds = options.kinds({
        database,
        log,
        sessions: ofKinds,
        personFolder,
        workspacesRoot,
        get limits() {
            return limits.value;
        },
        meter
    });
    await migrate(database, kinds);

    const store = new SessionStore(database, log);
    const router = new SessionRouter(store, Date.now);
    const pages = new Pages(log, () => limits.value.frameBytes);
    const workspaces = new WorkspaceManager(database, workspacesRoot, pages, log);
    await workspaces.init();
    const sessions = new SessionService(router, workspaces, log, {
        kinds,
        sessionsFolder,
        version,
        startedAtMs,
        limits: () => limits.value,
        now: Date.now
    });
    ofKinds.open(sessions, router);
    await sessions.reopenAll(await store.load());
    router.listen(pages);

    const guard = new RpcGuard(log);
    guard.serve(SessionRpc, sessions);
    guard.serve(WorkspaceRpc, workspaces);

    let stopping: Promise<void> | undefined;
    let tellStopped: () => void = () => undefined;
    const stopped = new Promise<void>(resolve => (tellStopped = resolve));
    const stopAll = async (): Promise<void> => {
        await workspaces.stop();
        await sessions.stop();
        await server.close();
        await store.close();
        await database.close();
        log.info('host.stopped');
    };
    const stop = (): Promise<void> => (stopping ??= stopAll().finally(tellStopped));
    const server = new SessionSocketServer(
        start.secret,
        {
            'GET /health': async () => ({
                status: 200,
                body: {
                    process: 'session-host',
                    protocolVersion: SESSION_PROTOCOL_VERSION,
                    version,
                    pid: process.pid,
                    startedAtMs,
                    sessions: router.running
                } satisfies SessionHostHealth
            }),
            'GET /sessions': async () => ({ status: 200, body: runningSessions(router) }),
            'POST /configure': async body => {
                const configuration = SessionHostConfiguration.parse(body);
                meter.set(MeterAccess.parse(configuration));
                limits.set(configuration.limits ?? limits.value);
                return { status: 204 };
            },
            'POST /stop': async () => {
                setImmediate(() => void stop());
                return { status: 202 };
            }
        },
        socket => pages.add(socket, guard, sessions),
        log
    );
    await server.listen(start.socketPath);
    log.info('host.started', { version, kinds: kinds.map(kind => kind.name), sessions: router.all().length });
    return { stop, stopped };
}

function runningSessions(router: SessionRouter): RunningSessions {
    const running = router.all().filter(({ info }) => !isFinal(info.state));
    return { sessions: running.map(({ info: { id, kind, title, folder } }) => ({ id, kind, title, folder })) };
}

async function migrate(database: StateDatabase, kinds: readonly SessionKind[]): Promise<void> {
    await database.migrate('engine', { ...sessionMigrations, ...workspaceMigrations });
    for (const kind of kinds) {
        await database.migrate(kind.name, kind.migrations ?? {});
    }
}

async function makePrivate(folder: string): Promise<void> {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    await fs.chmod(folder, 0o700);
}

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LiveSockets } from '../door/live-sockets';
import { SignInLinks } from '../identity/sign-in-links';
import { SignIns } from '../identity/sign-ins';
import { buildMetering } from '../meter/build-metering';
import { meterTokenKey } from '../meter/meter-token';
import { openGatewayDatabase } from '../storage/gateway-database';
import { askRunningSessions } from '../supervision/session-host-program';
import { signalStartedEarlier } from '../supervision/detached-process';
import { stopSessionHost } from '../supervision/stop-session-host';
import { AdminServer } from './admin-server';
import { buildDoor } from './build-door';
import { buildSupervisors } from './build-supervisors';
import { claudeLimits } from './claude-limits';
import { GatewayOptions } from './gateway-options';
import { InstanceLock } from './instance-lock';
import { dataLayout, pidFileOf, prepareDataFolder, readOrMakeSecret } from './layout';
import { FileLog, GatewayLog } from './log';
import { openPort } from './open-port';
import { RotatingFile, rotateForeignLog } from './rotating-file';

/** A running gateway. */
export interface Gateway {
    /** The address that people open. */
    address: string;
    port: number;
    log: GatewayLog;
    /** Every route that the door has. */
    routes: readonly { method: string; url: string }[];
    createSignInLink(): Promise<string>;
    /** Closes the door and stops the ide. Sessions go on, unless `endSessions`. */
    stop(endSessions: boolean): Promise<void>;
}

const IDE_GRACE_MS = 8_000;
const SESSION_HOST_GRACE_MS = 15_000;
/**
 * The name that is printed. At plain `localhost` webviews (previews of Markdown and the like) would be of another site than
 * the page, and browsers refuse them their service worker; below `dispatch.localhost` they are of the same one.
 */
const OWN_NAME = 'dispatch.localhost';
const HOUSEKEEPING_EVERY_MS = 60_000;

/**
 * Starts everything that runs in the gateway, from the lock on the data folder to the open port. `whenAskedToStop` is called
 * when `dispatch-admin stop` asks for the end of everything. Throws `ConfigurationError` when the person who starts it can
 * mend what is wrong.
 */
export async function startGateway(options: GatewayOptions, whenAskedToStop: () => void): Promise<Gateway> {
    const { configuration, program } = options;
    const layout = dataLayout(configuration.DISPATCH_DATA_DIR);
    prepareDataFolder(layout);
    // in a container the home is on the data volume, and is not there at first
    mkdirSync(options.home, { recursive: true, mode: 0o700 });
    const secret = readOrMakeSecret(layout.secretFile);
    const lock = InstanceLock.take(layout.lockFile);
    const log = FileLog.open(new RotatingFile(join(layout.logs, 'gateway.log')), configuration.LOG_LEVEL);
    const database = await openGatewayDatabase(layout.database);

    let port = configuration.PORT;
    const signIns = new SignIns(database);
    const links = new SignInLinks(database);
    const sockets = new LiveSockets();
    const tokenKey = meterTokenKey(secret);
    const metering = await buildMetering({
        database,
        apiKey: configuration.ANTHROPIC_API_KEY,
        baseUrl: configuration.ANTHROPIC_BASE_URL,
        tokenKey,
        limits: claudeLimits(configuration),
        warnAtPercent: configuration.CLAUDE_WARN_AT_PERCENT,
        streamSilenceMs: configuration.CLAUDE_STREAM_SILENCE_S * 1_000,
        askSessions: () => askRunningSessions({ socketPath: layout.sessionHostSocket, secret }),
        log
    });
    const { meter } = metering;
    const { ide, sessionHost } = buildSupervisors({ options, layout, secret, log }, () => ({
        url: `http://127.0.0.1:${port}/meter`,
        hasKey: configuration.ANTHROPIC_API_KEY !== undefined,
        tokenKey,
        terminals: configuration.CLAUDE_METER_TERMINALS
    }));
    const door = await buildDoor({
        options,
        layout,
        secret,
        log,
        signIns,
        links,
        sockets,
        ide,
        meter,
        usage: metering.usage,
        port: () => port
    });
    const address = (): string => configuration.PUBLIC_URL?.replace(/\/+$/, '') ?? `http://${OWN_NAME}:${port}`;
    const createSignInLink = async (): Promise<string> => `${address()}/sign-in?token=${await links.create()}`;
    const admin = new AdminServer(
        secret,
        {
            stopEverything: whenAskedToStop,
            createSignInLink,
            listening: () => ({ host: ownAddress(configuration.HOST), port })
        },
        log
    );

    await links.forgetAll();
    const opened = await openPort(door.app, configuration.HOST, port);
    port = opened.port;
    await admin.listen(layout.adminSocket);
    ide.begin();
    sessionHost.begin();
    const housekeeping = setInterval(() => {
        metering.keepHouse();
        keepHouse(signIns, sockets, [ide.logFile, sessionHost.logFile]).catch((error: unknown) =>
            log.error('gateway.housekeeping-failed', { error })
        );
    }, HOUSEKEEPING_EVERY_MS);
    log.info('gateway.listening', { host: configuration.HOST, port, version: options.version });
    if (!existsSync(program.staticFiles)) {
        log.error('gateway.frontend-missing', { folder: program.staticFiles });
    }

    const stop = async (endSessions: boolean): Promise<void> => {
        log.info('gateway.stopping', { endSessions });
        clearInterval(housekeeping);
        door.beginStop();
        await Promise.all([ide.stop(IDE_GRACE_MS), sessionHost.release()]);
        if (endSessions) {
            const target = { socketPath: layout.sessionHostSocket, secret };
            const asked = await stopSessionHost(target, SESSION_HOST_GRACE_MS).catch((error: unknown) => {
                log.warn('session-host.killed', { because: 'it did not answer', error });
                return false;
            });
            if (!asked) {
                // it may be only starting: it has no sessions yet, and would be left behind
                signalStartedEarlier(
                    { pidFile: pidFileOf(layout.sessionHostSocket), entry: program.sessionHostEntry },
                    'SIGKILL'
                );
            }
        }
        opened.closeExtra();
        meter.dispose();
        await Promise.all([door.close(), admin.close()]);
        await database.destroy();
        log.info('gateway.stopped');
        lock.release();
    };
    return { address: address(), port, log, routes: door.routes, createSignInLink, stop };
}

/** Ends what has run out, keeps alive what is in use, and puts large logs aside. */
async function keepHouse(signIns: SignIns, sockets: LiveSockets, foreignLogs: string[]): Promise<void> {
    const inUse = sockets.inUse();
    for (const idHash of inUse) {
        await signIns.touch(idHash);
    }
    (await signIns.sweep(inUse)).forEach(idHash => sockets.close(idHash));
    foreignLogs.forEach(path => rotateForeignLog(path));
}

/** An address of this machine at which a gateway that listens on `host` is reached. */
function ownAddress(host: string): string {
    return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

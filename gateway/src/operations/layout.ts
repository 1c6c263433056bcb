import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationError } from './configuration';

/** Longest path of a Unix socket that Linux takes: `sun_path` is 108 bytes with its closing zero. */
const MAX_SOCKET_PATH_BYTES = 107;

/** Where the parts of the program are. */
export interface ProgramLayout {
    /** The gateway's own pictures, styles and scripts. */
    assets: string;
    /** The frontend: content-hashed files with `.br` and `.gz` beside them, and `index.html`. */
    staticFiles: string;
    ideEntry: string;
    sessionHostEntry: string;
    drillEntry: string;
    /** Folders that hold one plugin each per child, shipped with Dispatch. */
    pluginFolders: string[];
}

/** The layout of an installation, seen from the folder that holds the bundled gateway (`gateway/dist`). */
export function programLayout(gatewayFolder: string): ProgramLayout {
    const root = resolve(gatewayFolder, '..', '..');
    return {
        assets: join(root, 'gateway', 'assets'),
        staticFiles: join(root, 'browser-app', 'lib', 'static'),
        ideEntry: join(root, 'browser-app', 'lib', 'backend', 'ide.js'),
        sessionHostEntry: join(root, 'browser-app', 'lib', 'backend', 'session-host.js'),
        drillEntry: join(root, 'browser-app', 'lib', 'backend', 'drill.js'),
        pluginFolders: [join(root, 'plugins', 'builtin')]
    };
}

/** Where the data of an installation is. Everything is below one folder. */
export interface DataLayout {
    root: string;
    logs: string;
    database: string;
    person: string;
    theiaConfig: string;
    personPlugins: string;
    secretFile: string;
    lockFile: string;
    adminSocket: string;
    ideSocket: string;
    sessionHostSocket: string;
}

/** The paths below a data folder. Touches nothing. */
export function dataLayout(root: string): DataLayout {
    const run = join(root, 'run');
    const person = join(root, 'people', 'default');
    return {
        root,
        logs: join(root, 'logs'),
        database: join(root, 'gateway.db'),
        person,
        theiaConfig: join(person, 'theia'),
        personPlugins: join(person, 'plugins'),
        secretFile: join(run, 'secret'),
        lockFile: join(run, 'gateway.lock'),
        adminSocket: join(run, 'gateway.sock'),
        ideSocket: join(run, 'ide.sock'),
        sessionHostSocket: join(run, 'session-host.sock')
    };
}

/** Where the id of the process that listens on a socket of ours is written. */
export function pidFileOf(socketPath: string): string {
    return `${socketPath}.pid`;
}

/**
 * Makes the folders that are missing, for the owner alone, and checks that sockets will fit.
 * Throws {@link ConfigurationError} where the folder cannot be used.
 */
export function prepareDataFolder(layout: DataLayout): void {
    const longest = Math.max(
        ...[layout.adminSocket, layout.ideSocket, layout.sessionHostSocket].map(path => Buffer.byteLength(path))
    );
    if (longest > MAX_SOCKET_PATH_BYTES) {
        throw new ConfigurationError(
            `DISPATCH_DATA_DIR is too long: a socket in it would have a path of ${longest} bytes, and ${MAX_SOCKET_PATH_BYTES} is the most.`
        );
    }
    try {
        for (const folder of [
            layout.root,
            join(layout.root, 'run'),
            layout.logs,
            layout.theiaConfig,
            layout.personPlugins
        ]) {
            makeFolder(folder);
        }
        for (const folder of [join(layout.root, 'run'), layout.logs, layout.person]) {
            chmodSync(folder, 0o700);
        }
    } catch (error) {
        throw new ConfigurationError(
            `DISPATCH_DATA_DIR ${layout.root} cannot be used: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`
        );
    }
}

/** As `mkdir -p`. Node's own `recursive` never returns where a folder cannot be made though its parent is there (`/proc/x`). */
function makeFolder(path: string, isParentThere = false): void {
    try {
        mkdirSync(path, { mode: 0o700 });
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' && !isParentThere) {
            makeFolder(dirname(path));
            makeFolder(path, true);
        } else if (code !== 'EEXIST' || !statSync(path).isDirectory()) {
            throw error;
        }
    }
}

/**
 * The secret that every socket of this installation asks for: made once, kept in a file of mode 0600.
 * Throws {@link ConfigurationError} if others can read it.
 */
export function readOrMakeSecret(path: string): string {
    if (!existsSync(path)) {
        writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
    }
    if ((statSync(path).mode & 0o077) !== 0) {
        throw new ConfigurationError(`${path} can be read by others. Stop Dispatch, remove the file, and start again.`);
    }
    const secret = readFileSync(path, 'utf8').trim();
    if (secret.length < 32) {
        throw new ConfigurationError(`${path} is damaged. Stop Dispatch, remove the file, and start again.`);
    }
    return secret;
}

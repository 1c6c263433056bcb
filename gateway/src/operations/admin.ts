import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { DrillStart } from 'dispatch-extension/lib/drill/common/drill-start';
import { IdeHealth } from 'dispatch-extension/lib/kernel/common/process-contract';
import { signalProcess, signalStartedEarlier, StartedProgram } from '../supervision/detached-process';
import { stopSessionHost } from '../supervision/stop-session-host';
import { askOverUnixSocket, meansNobodyListens } from '../supervision/unix-request';
import { ConfigurationError, readConfiguration } from './configuration';
import { EXIT_CONFIGURATION } from './exit-codes';
import { dataLayout, DataLayout, pidFileOf, ProgramLayout, programLayout } from './layout';

const STOP_LIMIT_MS = 30_000;

/**
 * `dispatch-admin stop` ends everything, `sign-in-link` prints a new one-time link, `drill` proves that sessions outlive
 * the rest. Ends the process.
 */
export async function runAdmin(command: string | undefined, program = programLayout(__dirname)): Promise<never> {
    try {
        const layout = dataLayout(readConfiguration(withoutDoor(process.env)).DISPATCH_DATA_DIR);
        switch (command) {
            case 'stop':
                return say(await stopEverything(layout, program));
            case 'sign-in-link':
                return say(`${await createSignInLink(layout)}\n(works once, for 30 minutes)`);
            case 'drill':
                return process.exit(await drill(layout, program));
            default:
                return fail('Usage: dispatch-admin stop | sign-in-link | drill', 2);
        }
    } catch (error) {
        if (error instanceof ConfigurationError) {
            return fail(error.message, EXIT_CONFIGURATION);
        }
        return fail(meansNobodyListens(error) ? 'Dispatch is not running.' : String(error), 1);
    }
}

/** Only the data folder matters here: that no key is set in this shell must not stand in the way. */
function withoutDoor(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { ...environment, HOST: '127.0.0.1' };
}

async function createSignInLink(layout: DataLayout): Promise<string> {
    const { link } = z.object({ link: z.string() }).parse(await askGateway(layout, 'POST', '/sign-in-link'));
    return link;
}

function askGateway(layout: DataLayout, method: 'GET' | 'POST', path: string): Promise<unknown> {
    return askOverUnixSocket({
        socketPath: layout.adminSocket,
        secret: readSecret(layout),
        method,
        path,
        timeoutMs: 5_000
    });
}

/** Runs the drill of `dispatch-extension/src/drill` against this installation; resolves with its exit code. */
async function drill(layout: DataLayout, { drillEntry }: ProgramLayout): Promise<number> {
    const Listening = z.object({ host: z.string(), port: z.number() });
    const start: DrillStart = {
        ...Listening.parse(await askGateway(layout, 'GET', '/status')),
        signInLink: await createSignInLink(layout),
        secret: readSecret(layout),
        adminSocket: layout.adminSocket,
        ideSocket: layout.ideSocket
    };
    const child = spawn(process.execPath, [drillEntry], { stdio: ['pipe', 'inherit', 'inherit'] });
    child.stdin.end(`${JSON.stringify(start)}\n`);
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
}

/** With a gateway, it does it; without one, what it left running is ended here. */
async function stopEverything(layout: DataLayout, program: ProgramLayout): Promise<string> {
    const secret = readSecret(layout);
    try {
        const target = {
            socketPath: layout.adminSocket,
            secret,
            method: 'POST',
            path: '/stop',
            timeoutMs: 5_000
        } as const;
        const { pid } = z.object({ pid: z.number() }).parse(await askOverUnixSocket(target));
        await waitForEnd(pid);
        return 'Dispatch has stopped, and its sessions with it.';
    } catch (error) {
        if (!meansNobodyListens(error)) {
            throw error;
        }
    }
    const { ideSocket, sessionHostSocket } = layout;
    const hadIde =
        (await stopIde({ socketPath: ideSocket, secret })) ||
        (await endUnheard({ pidFile: pidFileOf(ideSocket), entry: program.ideEntry }));
    const hadSessions =
        (await stopSessionHost({ socketPath: sessionHostSocket, secret }, STOP_LIMIT_MS)) ||
        (await endUnheard({ pidFile: pidFileOf(sessionHostSocket), entry: program.sessionHostEntry }));
    return hadIde || hadSessions ? 'What Dispatch had left running has stopped.' : 'Dispatch was not running.';
}

async function stopIde(target: { socketPath: string; secret: string }): Promise<boolean> {
    try {
        const answer = await askOverUnixSocket({ ...target, method: 'GET', path: '/healthz', timeoutMs: 3_000 });
        const { pid } = IdeHealth.parse(answer);
        signalProcess(pid, 'SIGTERM');
        await waitForEnd(pid);
        return true;
    } catch (error) {
        if (meansNobodyListens(error)) {
            return false;
        }
        throw error;
    }
}

/**
 * Ends a program that listens to nobody: it was only starting when its gateway was killed, or its socket was removed and it
 * goes on. SIGTERM, so that it can keep what it has, and later SIGKILL. False when there is none.
 */
async function endUnheard(program: StartedProgram): Promise<boolean> {
    if (!signalStartedEarlier(program, 'SIGTERM')) {
        return false;
    }
    const until = performance.now() + STOP_LIMIT_MS;
    while (performance.now() < until && signalStartedEarlier(program, 0)) {
        await delay(50);
    }
    signalStartedEarlier(program, 'SIGKILL');
    return true;
}

async function waitForEnd(pid: number): Promise<void> {
    const until = performance.now() + STOP_LIMIT_MS;
    while (signalProcess(pid, 0)) {
        if (performance.now() > until) {
            throw new Error(`Process ${pid} did not stop within ${STOP_LIMIT_MS / 1_000} seconds.`);
        }
        await delay(50);
    }
}

/** Without a secret nothing was ever started on this data folder. */
function readSecret(layout: DataLayout): string {
    try {
        return readFileSync(layout.secretFile, 'utf8').trim();
    } catch (error) {
        throw Object.assign(new Error('Dispatch is not running.'), { code: 'ENOENT', cause: error });
    }
}

function say(text: string): never {
    process.stdout.write(`${text}\n`);
    process.exit(0);
}

function fail(text: string, code: number): never {
    process.stderr.write(`${text}\n`);
    process.exit(code);
}

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CheckpointFeature } from 'claude-extension/lib/checkpoint/host/checkpoint-feature';
import { ClaudeKind } from 'claude-extension/lib/conversation/host/claude-kind';
import { SessionShells, SignInTerminals } from 'claude-extension/lib/runtime/host/runtime-api';
import { MeteredTerminals } from 'claude-extension/lib/usage/host/metered-terminals';
import { SessionHostStart } from 'dispatch-extension/lib/kernel/common/process-contract';
import { CustodyFeature } from 'claude-extension/lib/custody/host/custody-feature';
import { closeInheritedFiles } from 'dispatch-extension/lib/kernel/host/inherited-files';
import { IdleMemory } from 'dispatch-extension/lib/kernel/host/idle-memory';
import { PinoLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { HistoryFeature } from 'dispatch-extension/lib/history/host/history-feature';
import { startSessionHost } from 'dispatch-extension/lib/session/host/session-host';
import { ShellIntegrationFeature } from 'dispatch-extension/lib/shell-integration/host/shell-integration-feature';
import { TaskHostFeature } from 'dispatch-extension/lib/task/host/task-host-feature';
import { TerminalKind } from 'dispatch-extension/lib/terminal/host/terminal-kind';
import { readStartParameters } from './start-parameters';

/** `lib/backend/session-host.js` is two levels below the application. */
const packageFile = resolve(__dirname, '..', '..', 'package.json');

/** The root of the installation. */
const programFolder = resolve(__dirname, '..', '..', '..');

/** Confines Claude's processes; `esbuild.mjs` puts it there where it could be compiled. */
const launcher = resolve(__dirname, 'claude-sandbox');
const sandbox = { programFolder, ...(existsSync(launcher) && { launcher }) };

/** The scripts that shells are given; `esbuild.mjs` puts them there. */
const shellScripts = resolve(__dirname, 'shell-integration');

/**
 * The session host of one person. It outlives who started it: a hang-up means nothing to it, and it ends when it is
 * told to, by `POST /stop` or by a signal. The file mode mask stays the person's, because shells inherit it; every file
 * of our own is made with a mode of its own, in a folder that is closed to others.
 */
async function main(): Promise<void> {
    closeInheritedFiles();
    process.on('SIGHUP', () => undefined);
    const start = SessionHostStart.parse(await readStartParameters());
    const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
    const log = PinoLog.toStdout('session-host', start.logLevel);
    // Sessions have nothing to do with each other: a mistake in one must not take the programs of all others with it.
    process.on('uncaughtException', error => log.error('host.unexpected-error', { error }));
    process.on('unhandledRejection', error => log.error('host.unexpected-error', { error }));
    const host = await startSessionHost({
        start,
        version,
        log,
        kinds: services => {
            const claudeShells = new SessionShells(services, process.env);
            const terminalFeatures = [
                new TaskHostFeature(),
                new MeteredTerminals(services.meter),
                new ShellIntegrationFeature(shellScripts, process.env),
                new HistoryFeature(),
                // after what adds to an environment: it takes away what would stand for a sign-in
                new SignInTerminals(process.env),
                // last: what Claude's programs get of an environment is for it to say
                claudeShells
            ];
            const claudeFeatures = [new CheckpointFeature(services), new CustodyFeature(services)];
            return [
                TerminalKind.ofThisSystem(terminalFeatures, services.limits),
                new ClaudeKind({ ...services, sandbox }, claudeFeatures, claudeShells)
            ];
        }
    });
    const stop = (): void => void host.stop().catch(error => log.error('host.stop-failed', { error }));
    IdleMemory.watchThisProcess();
    process.once('SIGTERM', stop).once('SIGINT', stop);
    await host.stopped;
    process.exit(0);
}

main().catch(error => {
    process.stderr.write(`The session host could not be started: ${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
});

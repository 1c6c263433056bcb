import { chmodSync, rmSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { acceptIdeStart } from 'dispatch-extension/lib/theia-overrides/node/ide-start';
import type { IdeStart } from 'dispatch-extension/lib/kernel/common/process-contract';
import { readStartParameters } from './start-parameters';

/** The folder of the application: `lib/backend/ide.js` is two levels below it. */
const appFolder = resolve(__dirname, '..', '..');

/** Starts Theia's backend as the start parameters on standard input say. */
async function main(): Promise<void> {
    const start = acceptIdeStart(await readStartParameters());
    prepareEnvironment(start);
    rmSync(start.socketPath, { force: true });
    await startTheia(start);
    chmodSync(start.socketPath, 0o600);
}

/** Theia takes these from the environment alone. They must be there before its modules are loaded. */
function prepareEnvironment(start: IdeStart): void {
    process.env['THEIA_APP_PROJECT_PATH'] = appFolder;
    process.env['THEIA_CONFIG_DIR'] = start.configFolder;
    process.env['PATH'] ??= ['/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
}

async function startTheia(start: IdeStart): Promise<void> {
    const { BackendApplicationConfigProvider } =
        await import('@theia/core/lib/node/backend-application-config-provider.js');
    BackendApplicationConfigProvider.set(THEIA_BACKEND_CONFIG);
    Object.assign(globalThis, { extensionInfo: THEIA_EXTENSIONS });
    await import('@theia/core/lib/node/main.js');
    const { default: startBackend } = await import('../src-gen/backend/server.js');
    await startBackend(start.socketPath, undefined, [process.execPath, __filename, `--log-level=${start.logLevel}`]);
}

main().catch(error => {
    process.stderr.write(`The ide could not be started: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
});

import { spawn } from 'node:child_process';
import { listenAsFake, readStart, send } from './fake-process';

/**
 * The ide as the gateway knows it. `FAKE_IDE=dies` ends at once, `never-answers` starts and listens to nothing, `late`
 * listens after a while, `with-child` has started a process that outlives it.
 */
async function main(): Promise<void> {
    const startedAtMs = Date.now();
    const start = await readStart();
    const mode = process.env['FAKE_IDE'];
    if (mode === 'dies') {
        process.stderr.write('this ide was told to die\n');
        process.exit(3);
    }
    if (mode === 'never-answers') {
        setInterval(() => undefined, 60_000);
        return;
    }
    if (mode === 'with-child') {
        spawn('sleep', ['600'], { stdio: 'ignore' });
    }
    if (mode === 'late') {
        await new Promise(resolve => setTimeout(resolve, 800));
    }
    listenAsFake(start, (request, response) => {
        if (request.url !== '/healthz') {
            return false;
        }
        send(response, { process: 'ide', version: '0', pid: process.pid, startedAtMs });
        return true;
    });
    process.on('SIGTERM', () => process.exit(0));
}

void main();

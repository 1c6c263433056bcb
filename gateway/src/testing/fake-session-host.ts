import { SESSION_PROTOCOL_VERSION } from 'dispatch-extension/lib/session/common/session-protocol';
import { listenAsFake, readStart, send } from './fake-process';

/** The sessions that the tests show tokens of. */
const RUNNING = [
    { id: '01JD8Z6V4X2M3N5P7Q9R1S0T2V', kind: 'claude', title: 'The first', folder: '/work/one' },
    { id: '01JD8Z6V4X2M3N5P7Q9R1S0T2W', kind: 'claude', title: 'The second', folder: '/work/two' }
];

/**
 * The session host as the gateway knows it. `/test/configured` tells what `/configure` was told.
 * `FAKE_SESSION_HOST=late` listens after 3 s.
 */
async function main(): Promise<void> {
    const startedAtMs = Date.now();
    const start = await readStart();
    let configured: unknown;
    if (process.env['FAKE_SESSION_HOST'] === 'late') {
        await new Promise(resolve => setTimeout(resolve, 3_000));
    }
    listenAsFake(start, (request, response) => {
        switch (request.url) {
            case '/health':
                send(response, {
                    process: 'session-host',
                    protocolVersion: SESSION_PROTOCOL_VERSION,
                    version: '0',
                    pid: process.pid,
                    startedAtMs,
                    sessions: 0
                });
                return true;
            case '/sessions':
                send(response, { sessions: RUNNING });
                return true;
            case '/configure': {
                let text = '';
                request.on('data', chunk => (text += String(chunk)));
                request.on('end', () => {
                    configured = JSON.parse(text);
                    send(response, {});
                });
                return true;
            }
            case '/test/configured':
                send(response, configured ?? null);
                return true;
            case '/stop':
                send(response, {});
                response.on('finish', () => process.exit(0));
                return true;
            default:
                return false;
        }
    });
    // only `/stop` and SIGKILL end it
    process.on('SIGTERM', () => undefined);
}

void main();

import { FakeMessagesApi } from './fake-messages-api';
import { demoScript } from './demo-script';

/**
 * Runs the fake Messages API until it is told to stop, and prints its URL as the first line.
 * `FAKE_PORT` (0: a free one) and `FAKE_CHUNK_DELAY_MS` (8) are read from the environment.
 */
async function main(): Promise<void> {
    const chunkDelayMs = Number(process.env['FAKE_CHUNK_DELAY_MS'] ?? 8);
    const api = await FakeMessagesApi.start(demoScript({ chunkDelayMs }), Number(process.env['FAKE_PORT'] ?? 0));
    process.stdout.write(`${api.url}\n`);
    const stop = (): void => void api.close();
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
}

void main();

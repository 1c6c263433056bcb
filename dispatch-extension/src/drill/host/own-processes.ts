import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { SECRET_HEADER } from '../../kernel/common/process-contract';

const WithPid = z.object({ pid: z.number().int().positive() });
const POLL_MS = 50;

/** One of the processes of this installation, found by the Unix socket on which it answers. */
export class OwnProcess {
    constructor(
        readonly name: string,
        private readonly socketPath: string,
        private readonly path: string,
        private readonly secret: string
    ) {}

    /** `undefined` when nobody answers. */
    async findPid(): Promise<number | undefined> {
        const body = await this.ask().catch(() => undefined);
        return WithPid.safeParse(body).data?.pid;
    }

    /** Resolves when it answers. Rejects after `withinMs`. */
    async awaitAnswer(withinMs: number): Promise<void> {
        const endAtMs = performance.now() + withinMs;
        while ((await this.findPid()) === undefined) {
            if (performance.now() > endAtMs) {
                throw new Error(`The ${this.name} does not answer.`);
            }
            await sleep(POLL_MS);
        }
    }

    /** Kills it as `kill -9` does, and resolves with the ms until another one answers. Rejects after `withinMs`. */
    async killAndAwaitNext(withinMs: number): Promise<number> {
        const pid = await this.findPid();
        if (pid === undefined) {
            throw new Error(`The ${this.name} does not answer.`);
        }
        const startedAtMs = performance.now();
        process.kill(pid, 'SIGKILL');
        for (;;) {
            const next = await this.findPid();
            const tookMs = performance.now() - startedAtMs;
            if (next !== undefined && next !== pid) {
                return tookMs;
            }
            if (tookMs > withinMs) {
                throw new Error(`The ${this.name} was not back within ${withinMs / 1_000} s.`);
            }
            await sleep(POLL_MS);
        }
    }

    private ask(): Promise<unknown> {
        return new Promise((resolve, reject) => {
            const asking = request({
                socketPath: this.socketPath,
                path: this.path,
                agent: false,
                headers: { host: 'dispatch', [SECRET_HEADER]: this.secret },
                timeout: 2_000
            });
            asking.on('timeout', () => asking.destroy(new Error('no answer')));
            asking.on('error', reject);
            asking.on('response', answer => {
                let text = '';
                answer.setEncoding('utf8').on('data', chunk => (text += chunk));
                answer.on('error', reject);
                answer.on('end', () => {
                    try {
                        resolve(JSON.parse(text));
                    } catch (error) {
                        reject(error as Error);
                    }
                });
            });
            asking.end();
        });
    }
}

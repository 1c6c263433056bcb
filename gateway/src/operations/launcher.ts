import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { outliveClosedOutput } from './closed-output';
import { EXIT_CONFIGURATION } from './exit-codes';

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 10_000;
/** A gateway that ran this long was well: the next delay is the first again. */
const PROVEN_AFTER_MS = 30_000;

/**
 * A small parent that starts the gateway again when it crashed or was killed, and ends with it when it ended by itself
 * (exit code 0) or cannot start as configured (78). Should this process be killed, the gateway goes on.
 */
export class Launcher {
    private child: ChildProcess | undefined;
    private stopping = false;

    constructor(
        private readonly gatewayEntry: string,
        private readonly gatewayArguments: readonly string[] = []
    ) {}

    /** Never returns: ends the process with the gateway's exit code. */
    async run(): Promise<never> {
        outliveClosedOutput();
        for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
            process.on(signal, () => this.passOn(signal));
        }
        let delayMs = FIRST_DELAY_MS;
        for (;;) {
            const startedAtMs = performance.now();
            const code = await this.runOnce();
            if (code === 0 || code === EXIT_CONFIGURATION || this.stopping) {
                process.exit(code ?? 1);
            }
            delayMs = performance.now() - startedAtMs > PROVEN_AFTER_MS ? FIRST_DELAY_MS : delayMs;
            process.stderr.write(`The gateway ended unexpectedly; it starts again. Sessions are not affected.\n`);
            await delay(delayMs);
            delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
        }
    }

    /** The exit code, or null when it was killed. */
    private async runOnce(): Promise<number | null> {
        const child = spawn(process.execPath, [this.gatewayEntry, ...this.gatewayArguments], { stdio: 'inherit' });
        this.child = child;
        const [code] = (await once(child, 'exit')) as [number | null];
        this.child = undefined;
        return code;
    }

    /** From a terminal the gateway gets Ctrl+C itself; a second one does it no harm. */
    private passOn(signal: NodeJS.Signals): void {
        this.stopping = true;
        if (this.child) {
            this.child.kill(signal);
        } else {
            process.exit(0);
        }
    }
}

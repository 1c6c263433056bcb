import { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { GatewayLog } from '../operations/log';
import { signalProcess } from './detached-process';
import { RestartPolicy } from './restart-policy';
import { meansNobodyListens } from './unix-request';

/**
 * `starting` before it first answered, also after each restart; `healthy` while it answers; `failed` when it was given up
 * after repeated failure; `stopped` before `begin` and after `stop`.
 */
export type SupervisedState = 'stopped' | 'starting' | 'healthy' | 'failed';

/** What a supervisor must know of its process. All times in ms. */
export interface SupervisedProgram<H extends { pid: number }> {
    name: string;
    logFile: string;
    /** Asks it how it is. Rejects when it does not answer well within `probeLimitMs`. */
    probe(limitMs: number): Promise<H>;
    probeLimitMs: number;
    /** Starts it, detached. */
    start(): ChildProcess;
    /** Called each time it was found healthy after it was not, with what it said. */
    whenHealthy?(health: H, adopted: boolean): void;
    probeEveryMs: number;
    /** Whether to leave it alone after repeated failure, until a person asks for another try. */
    givesUp: boolean;
    /** A process that has not answered this long after its start is killed. */
    startLimitMs: number;
    /** Ends a process that an earlier gateway left and that cannot be taken over, as far as it can be known. */
    killLost(): void;
    /** A process that answered once and then misses this many probes in a row is killed. Infinity: never. */
    hungAfterMisses: number;
    /** Whether its process group, which is what it has started, ends with it. */
    endsWithItsGroup: boolean;
}

/**
 * Keeps one process alive. A process that is running already, left by a gateway that was killed, is taken over; one that
 * ends is started again with growing delays; one that hangs is killed first.
 *
 * Misses are counted, not timed: after the machine slept there is one, and not an hour of them.
 */
export class Supervisor<H extends { pid: number }> {
    private readonly events = new EventEmitter();
    private readonly policy: RestartPolicy;
    private current: SupervisedState = 'stopped';
    private why: string | undefined;
    private pid: number | undefined;
    private child: ChildProcess | undefined;
    private startedAtMs = 0;
    private startAgainAtMs = 0;
    private healthySinceMs: number | undefined;
    private misses = 0;
    private running: Promise<void> | undefined;
    private wake = new AbortController();

    constructor(
        private readonly program: SupervisedProgram<H>,
        private readonly log: GatewayLog
    ) {
        this.policy = new RestartPolicy(program.givesUp);
    }

    get state(): SupervisedState {
        return this.current;
    }

    /** Why it is not healthy, in words. */
    get reason(): string | undefined {
        return this.why;
    }

    get logFile(): string {
        return this.program.logFile;
    }

    onDidChangeState(listener: (state: SupervisedState) => void): void {
        this.events.on('state', listener);
    }

    /** Finds or starts the process and keeps it alive until {@link release} or {@link stop}. */
    begin(): void {
        if (this.running) {
            return;
        }
        this.setState('starting');
        this.running = this.supervise().catch((error: unknown) => {
            this.why = 'The supervision of this process failed; see gateway.log.';
            this.log.error('supervision.failed', { program: this.program.name, error });
            this.setState('failed');
        });
    }

    /** Tries again after it was given up. */
    retry(): void {
        if (this.current === 'failed') {
            this.policy.reset();
            this.setState('starting');
            this.wakeUp();
        }
    }

    /** Ends the supervision and leaves the process running. */
    async release(): Promise<void> {
        this.setState('stopped');
        this.wakeUp();
        await this.running;
        this.running = undefined;
    }

    /** Ends the supervision, then the process: SIGTERM, and after `graceMs` SIGKILL to its whole group. */
    async stop(graceMs: number): Promise<void> {
        await this.release();
        const pid = this.pid;
        if (pid === undefined || pid < 0 || !signalProcess(pid, 'SIGTERM')) {
            return;
        }
        const until = performance.now() + graceMs;
        while (performance.now() < until && signalProcess(pid, 0)) {
            await delay(25);
        }
        if (signalProcess(pid, 0)) {
            this.log.warn('supervision.killed', { program: this.program.name, child: pid, because: 'it did not stop' });
        }
        signalProcess(-pid, 'SIGKILL');
        this.pid = undefined;
    }

    private async supervise(): Promise<void> {
        while (this.current !== 'stopped') {
            if (this.current === 'failed') {
                await this.sleep(60_000);
            } else if (this.pid !== undefined) {
                await this.sleep(this.current === 'healthy' ? this.program.probeEveryMs : 100);
                await this.check();
            } else if (performance.now() < this.startAgainAtMs) {
                await this.sleep(this.startAgainAtMs - performance.now());
            } else if (!(await this.adopt()) && this.current === 'starting') {
                this.start();
            }
        }
    }

    /**
     * Takes over a process left by an earlier gateway. Where somebody listens and does not answer, it is asked again.
     * Done before each start: one that was itself only starting when its gateway was killed listens later, and keeps
     * every other from starting until then.
     */
    private async adopt(): Promise<boolean> {
        for (let attempt = 1; this.current === 'starting'; attempt++) {
            try {
                const health = await this.program.probe(this.program.probeLimitMs);
                this.pid = health.pid;
                this.log.info('supervision.adopted', { program: this.program.name, child: health.pid });
                this.becameHealthy(health, true);
                return true;
            } catch (error) {
                if (meansNobodyListens(error)) {
                    return false;
                }
                this.why = `${this.program.name} is running and does not answer.`;
                this.log.warn('supervision.adoption-delayed', { program: this.program.name, error });
                if (attempt >= this.program.hungAfterMisses) {
                    return false;
                }
                await this.sleep(this.program.probeEveryMs);
            }
        }
        return false;
    }

    /** What is left of a socket is removed by who listens next, when it is certain that nobody else does. */
    private start(): void {
        this.program.killLost();
        this.startedAtMs = performance.now();
        this.misses = 0;
        const child = this.tryStart();
        if (!child) {
            return;
        }
        this.child = child;
        this.pid = child.pid ?? -1;
        child.once('error', error => this.ended(child, error.message));
        child.once('exit', (code, signal) =>
            this.ended(child, signal ? `ended by ${signal}` : `ended with code ${code}`)
        );
        this.log.info('supervision.started', { program: this.program.name, child: child.pid });
    }

    private tryStart(): ChildProcess | undefined {
        try {
            return this.program.start();
        } catch (error) {
            this.pid = -1;
            this.ended(undefined, `could not be started: ${(error as Error).message}`);
            return undefined;
        }
    }

    private async check(): Promise<void> {
        const pid = this.pid;
        if (pid === undefined || this.current === 'stopped') {
            return;
        }
        try {
            const health = await this.program.probe(this.program.probeLimitMs);
            this.misses = 0;
            if (this.current === 'starting' && this.pid === pid) {
                this.becameHealthy(health, false);
            }
        } catch (error) {
            this.missed(pid, error);
        }
    }

    private missed(pid: number, error: unknown): void {
        if (this.pid !== pid) {
            return;
        }
        if (!this.child && (meansNobodyListens(error) || !signalProcess(pid, 0))) {
            return this.ended(undefined, 'ended');
        }
        this.misses++;
        const neverAnswered = this.healthySinceMs === undefined;
        const hangs = neverAnswered
            ? performance.now() - this.startedAtMs > this.program.startLimitMs
            : this.misses >= this.program.hungAfterMisses;
        if (hangs) {
            this.log.warn('supervision.killed', {
                program: this.program.name,
                child: pid,
                because: 'it did not answer'
            });
            signalProcess(-pid, 'SIGKILL');
            this.ended(this.child, neverAnswered ? 'did not answer after its start' : 'stopped answering');
        }
    }

    private becameHealthy(health: H, adopted: boolean): void {
        if (this.current === 'stopped') {
            return;
        }
        this.healthySinceMs = performance.now();
        this.why = undefined;
        this.program.whenHealthy?.(health, adopted);
        this.setState('healthy');
    }

    private ended(child: ChildProcess | undefined, how: string): void {
        if (child !== this.child || this.pid === undefined) {
            return;
        }
        const healthyForMs = this.healthySinceMs === undefined ? 0 : performance.now() - this.healthySinceMs;
        const pid = this.pid;
        this.child = undefined;
        this.pid = undefined;
        this.healthySinceMs = undefined;
        if (this.program.endsWithItsGroup && pid > 1) {
            // the id cannot be another's: a group keeps it as long as one process is in it
            signalProcess(-pid, 'SIGKILL');
        }
        if (this.current === 'stopped') {
            return;
        }
        const decision = this.policy.ended(performance.now(), healthyForMs);
        this.why = `${this.program.name} ${how}.`;
        this.log.warn('supervision.ended', { program: this.program.name, child: pid, how, ...decision });
        if (decision.then === 'give-up') {
            this.setState('failed');
        } else {
            this.setState('starting');
            this.startAgainAtMs = performance.now() + decision.afterMs;
        }
        this.wakeUp();
    }

    /** Sleeps until the time is over or something happened. */
    private async sleep(ms: number): Promise<void> {
        await delay(ms, undefined, { signal: this.wake.signal, ref: false }).catch(() => undefined);
    }

    private wakeUp(): void {
        this.wake.abort();
        this.wake = new AbortController();
    }

    private setState(state: SupervisedState): void {
        if (this.current !== state) {
            this.current = state;
            this.events.emit('state', state);
        }
    }
}

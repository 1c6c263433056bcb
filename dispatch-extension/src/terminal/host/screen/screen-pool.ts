import { availableParallelism } from 'node:os';
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import { SCREEN_PROTOCOL, ScreenAnswer, ScreenRequest, ScreenTask } from './screen-protocol';
import { ScreenPicture } from './terminal-mirror';

/** Beside this file as it runs: compiled, and bundled. */
const WORKER_FILE = path.join(__dirname, 'screen-worker.js');
const MAX_WORKERS = 2;
/** A worker that nobody has asked for anything in this time ends, in ms. */
const IDLE_MS = 60_000;
const MAX_HEAP_MIB = 256;

interface Waiting {
    resolve(picture: ScreenPicture | undefined): void;
    reject(error: Error): void;
}

/**
 * Worker threads that hold the screens of terminals: parsing and serialising happen there. Started on need, ended when
 * unused. A worker that dies fails what it was asked; the next request starts another one, which finds the checkpoints.
 */
export class ScreenPool {
    private readonly workers: (ScreenWorker | undefined)[];

    constructor(count = Math.max(1, Math.min(MAX_WORKERS, availableParallelism() - 1))) {
        this.workers = Array.from({ length: count });
    }

    /** `key` names a terminal. Rejects when the task failed. */
    ask(key: string, task: ScreenTask): Promise<ScreenPicture | undefined> {
        const slot = hash(key) % this.workers.length;
        const worker = (this.workers[slot] ??= this.startWorker(slot));
        return worker.ask(key, task);
    }

    /** Whether a request would have to start a worker first. */
    isIdle(key: string): boolean {
        return this.workers[hash(key) % this.workers.length] === undefined;
    }

    /** What is under way is rejected. */
    dispose(): void {
        this.workers.forEach(worker => worker?.stop());
        this.workers.fill(undefined);
    }

    private startWorker(slot: number): ScreenWorker {
        const worker: ScreenWorker = new ScreenWorker(() => {
            if (this.workers[slot] === worker) {
                this.workers[slot] = undefined;
            }
        });
        return worker;
    }
}

/** One thread. It keeps the process alive only while it is asked something. */
class ScreenWorker {
    private readonly worker = new Worker(WORKER_FILE, {
        workerData: SCREEN_PROTOCOL,
        resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB }
    });
    private readonly waiting = new Map<number, Waiting>();
    private lastId = 0;
    private idleTimer?: NodeJS.Timeout;

    constructor(private readonly ended: () => void) {
        this.worker.on('message', (answer: ScreenAnswer) => this.answered(answer));
        this.worker.on('error', error => this.end(error));
        this.worker.on('exit', () => this.end());
    }

    ask(key: string, task: ScreenTask): Promise<ScreenPicture | undefined> {
        const request: ScreenRequest = { id: ++this.lastId, key, task };
        clearTimeout(this.idleTimer);
        this.worker.ref();
        return new Promise((resolve, reject) => {
            this.waiting.set(request.id, { resolve, reject });
            this.worker.postMessage(request);
        });
    }

    stop(): void {
        this.end();
    }

    private answered({ id, picture, error }: ScreenAnswer): void {
        const waiting = this.waiting.get(id);
        this.waiting.delete(id);
        if (this.waiting.size === 0) {
            this.worker.unref();
            this.idleTimer = setTimeout(() => this.end(), IDLE_MS).unref();
        }
        if (error !== undefined) {
            waiting?.reject(new Error(error));
        } else {
            waiting?.resolve(picture);
        }
    }

    private end(error?: Error): void {
        clearTimeout(this.idleTimer);
        this.ended();
        for (const { reject } of this.waiting.values()) {
            reject(error ?? new Error('the thread that holds the screens has ended'));
        }
        this.waiting.clear();
        void this.worker.terminate();
    }
}

function hash(text: string): number {
    let value = 0;
    for (const char of text) {
        value = (value * 31 + char.charCodeAt(0)) >>> 0;
    }
    return value;
}

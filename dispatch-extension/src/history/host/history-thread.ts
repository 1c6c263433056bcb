import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import { DispatchError } from '../../kernel/common/errors';
import { HistoryErrors } from '../common/history-errors';
import { HISTORY_WORKER_PROTOCOL, HistoryAnswer, HistoryTask, HistoryTasks, RecordedHistory } from './history-tasks';

/** Beside this file as it runs: compiled, and bundled. */
const WORKER_FILE = path.join(__dirname, 'history-worker.js');
/** A thread that nobody has asked for anything in this time ends, in ms. */
const IDLE_MS = 20_000;
const MAX_HEAP_MIB = 384;

interface Waiting {
    readonly output: RecordedHistory;
    readonly task: HistoryTask;
    resolve(result: unknown): void;
    reject(error: unknown): void;
}

/**
 * A worker thread that reads recorded output, so that no request holds up the session host. Started on need, ended when
 * unused. It does one task after the other; one that takes longer than `limitMs` ends the thread, is refused with
 * `history.search-too-slow`, and the others are done by the next thread.
 */
export class HistoryThread {
    private readonly queue: Waiting[] = [];
    private worker?: Worker;
    private current?: Waiting;
    private lastId = 0;
    private timer?: NodeJS.Timeout;

    constructor(private readonly limitMs: number) {}

    /** Rejects with what is told to the person. */
    ask<T extends keyof HistoryTasks>(
        name: T,
        output: RecordedHistory,
        params: HistoryTasks[T]['params']
    ): Promise<HistoryTasks[T]['result']> {
        return new Promise((resolve, reject) => {
            const task = { name, params } as HistoryTask;
            this.queue.push({ output, task, resolve: result => resolve(result as HistoryTasks[T]['result']), reject });
            this.next();
        });
    }

    /** What is under way is refused. */
    dispose(): void {
        this.stop();
        for (const { reject } of this.queue.splice(0)) {
            reject(HistoryErrors.unreadable());
        }
    }

    private next(): void {
        if (this.current) {
            return;
        }
        clearTimeout(this.timer);
        this.current = this.queue.shift();
        if (!this.current) {
            this.worker?.unref();
            this.timer = setTimeout(() => this.stop(), IDLE_MS).unref();
            return;
        }
        const worker = (this.worker ??= this.start());
        worker.ref();
        this.timer = setTimeout(() => this.fail(HistoryErrors.searchTooSlow()), this.limitMs);
        worker.postMessage({ id: ++this.lastId, output: this.current.output, task: this.current.task });
    }

    private start(): Worker {
        const worker = new Worker(WORKER_FILE, {
            workerData: HISTORY_WORKER_PROTOCOL,
            resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB }
        });
        const failed = (cause?: unknown): void => {
            if (this.worker === worker) {
                this.fail(HistoryErrors.unreadable({}, cause));
            }
        };
        worker.on('message', (answer: HistoryAnswer) => this.worker === worker && this.answered(answer));
        worker.on('error', failed);
        worker.on('exit', () => failed());
        return worker;
    }

    private answered({ id, result, refused, error }: HistoryAnswer): void {
        const { current } = this;
        if (id !== this.lastId || !current) {
            return;
        }
        this.current = undefined;
        if (refused) {
            current.reject(DispatchError.fromWire(refused));
        } else if (error !== undefined) {
            current.reject(HistoryErrors.unreadable({}, new Error(error)));
        } else {
            current.resolve(result);
        }
        this.next();
    }

    /** The thread is lost, with what it was doing. */
    private fail(error: DispatchError): void {
        this.stop(error);
        this.next();
    }

    private stop(error: DispatchError = HistoryErrors.unreadable()): void {
        clearTimeout(this.timer);
        const { worker, current } = this;
        this.worker = undefined;
        this.current = undefined;
        void worker?.terminate();
        current?.reject(error);
    }
}

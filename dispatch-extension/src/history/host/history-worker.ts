import { parentPort, workerData } from 'node:worker_threads';
import { DispatchError } from '../../kernel/common/errors';
import { HistoryEngine } from './history-engine';
import { HISTORY_WORKER_PROTOCOL, HistoryAnswer, HistoryRequest } from './history-tasks';

/** The entry of the worker thread: answers the requests of a `HistoryThread`. A bundle of its own beside the session host. */
if (parentPort) {
    serve(parentPort);
}

function serve(port: NonNullable<typeof parentPort>): void {
    if (workerData !== HISTORY_WORKER_PROTOCOL) {
        throw new Error('the session host is of another version than the files beside it; it has to be started again');
    }
    const engine = new HistoryEngine();
    port.on('message', (request: HistoryRequest) => port.postMessage(answer(engine, request)));
}

function answer(engine: HistoryEngine, { id, output, task }: HistoryRequest): HistoryAnswer {
    try {
        return { id, result: engine.perform(output, task) };
    } catch (error) {
        return error instanceof DispatchError
            ? { id, refused: error.toWire() }
            : { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
}

import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { ScreenKeeper } from './screen-keeper';
import { SCREEN_PROTOCOL, ScreenAnswer, ScreenRequest } from './screen-protocol';

const NICE = 5;

/** The entry of the worker thread: answers the requests of a `ScreenPool`. A bundle of its own beside the session host. */
if (parentPort) {
    serve(parentPort);
}

function serve(port: NonNullable<typeof parentPort>): void {
    if (workerData !== SCREEN_PROTOCOL) {
        throw new Error('the session host is of another version than the files beside it; it has to be started again');
    }
    // of this thread alone: where cores are few, reading what programs write comes first
    // without a privilege nobody may become more urgent than they were started
    if (getPriority() < NICE) {
        setPriority(NICE);
    }
    const keeper = new ScreenKeeper();
    port.on('message', ({ id, key, task }: ScreenRequest) => {
        void keeper
            .perform(key, task)
            .then(picture => ({ id, picture }))
            .catch((error: unknown) => ({
                id,
                error: error instanceof Error ? (error.stack ?? error.message) : String(error)
            }))
            .then((answer: ScreenAnswer) => port.postMessage(answer));
    });
}

import { endMarkedProcesses, findMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { memoryOf } from 'dispatch-extension/lib/kernel/host/running-processes';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';

const LOOK_MS = 3_000;
const MIB = 1024 * 1024;

/** Keeps all processes of a session together below an amount of memory, while somebody watches. */
export class MemoryCap {
    /** `mark`: what its processes bear. `limitBytes`: as the operator has it now; 0 for no cap. */
    constructor(
        private readonly mark: string,
        private readonly limitBytes: () => number,
        private readonly log: StructuredLog
    ) {}

    /**
     * Looks every few seconds. When they hold more, `exceeded` is told why they are ended, for people, and then all of them
     * are. Answers how to stop looking, which resolves when nothing is being ended any more.
     */
    watch(exceeded: (why: string) => void): () => Promise<void> {
        let stopped = false;
        let timer: NodeJS.Timeout | undefined;
        let looking: Promise<void> = Promise.resolve();
        const look = async (): Promise<void> => {
            const limitBytes = this.limitBytes();
            const isOver = limitBytes > 0 && (await this.heldBytes()) > limitBytes;
            if (isOver && !stopped) {
                await this.end(limitBytes, exceeded);
            } else if (!stopped) {
                lookLater();
            }
        };
        const lookLater = (): void => {
            timer = setTimeout(() => {
                looking = look().catch((error: unknown) => this.log.error('claude.memory-not-capped', { error }));
            }, LOOK_MS);
            timer.unref();
        };
        lookLater();
        return async () => {
            stopped = true;
            clearTimeout(timer);
            await looking;
        };
    }

    private async heldBytes(): Promise<number> {
        return memoryOf(await findMarkedProcesses(this.mark));
    }

    private async end(limitBytes: number, exceeded: (why: string) => void): Promise<void> {
        const limitMib = Math.round(limitBytes / MIB);
        this.log.warn('claude.too-much-memory', { limitMib });
        exceeded(`Ended: it used more than ${limitMib} MiB (CLAUDE_MEMORY_MIB). Send a message to go on.`);
        await endMarkedProcesses(this.mark);
    }
}

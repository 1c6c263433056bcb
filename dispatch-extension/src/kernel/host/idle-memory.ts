import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How often it is looked at, in ms. */
const EVERY_MS = 30_000;
/** Idle is a process that took less of a core than this since the last look. */
const IDLE_CORES = 0.02;
/** Worth a collection is memory that has grown by this since the last one, in bytes. */
const WORTHWHILE_BYTES = 16 * 1024 * 1024;

/** What is asked of a process. */
export interface ProcessMemory {
    /** What the process has computed so far, in ms. */
    cpuMs(): number;
    /** What the heap takes of the machine, used or not, and what its objects hold outside of it (buffers), in bytes. */
    heldBytes(): number;
    /** Collects garbage and gives back what is unused, at once. */
    collect(): void;
}

/**
 * Gives memory back when a process rests. V8 collects garbage as it allocates, so a process that has worked and then does
 * nothing keeps what it has taken: a session host 100 MB after an hour of work.
 */
export class IdleMemory {
    private cpuMs: number;
    private heldBytes: number;

    constructor(private readonly memory: ProcessMemory) {
        this.cpuMs = memory.cpuMs();
        this.heldBytes = memory.heldBytes();
    }

    /** Watches this process until it ends, and does not keep it alive. */
    static watchThisProcess(): void {
        const idle = new IdleMemory(thisProcess());
        setInterval(() => idle.look(EVERY_MS), EVERY_MS).unref();
    }

    /** To be called every `intervalMs`. */
    look(intervalMs: number): void {
        const { memory } = this;
        const cpuMs = memory.cpuMs();
        const isIdle = cpuMs - this.cpuMs < IDLE_CORES * intervalMs;
        // V8 gives some back by itself as well
        this.heldBytes = Math.min(this.heldBytes, memory.heldBytes());
        if (isIdle && memory.heldBytes() - this.heldBytes >= WORTHWHILE_BYTES) {
            memory.collect();
            this.heldBytes = memory.heldBytes();
        }
        this.cpuMs = memory.cpuMs();
    }
}

/**
 * What {@link IdleMemory} asks of this process. V8 keeps the room for new objects (64 MiB after some work) through a usual
 * collection, also one that is asked for; one of the last resort gives it back.
 */
export function thisProcess(): ProcessMemory {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as (how: object) => void;
    return {
        cpuMs: () => {
            const { user, system } = process.cpuUsage();
            return (user + system) / 1_000;
        },
        heldBytes: () => {
            const { heapTotal, external } = process.memoryUsage();
            return heapTotal + external;
        },
        collect: () => collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    };
}

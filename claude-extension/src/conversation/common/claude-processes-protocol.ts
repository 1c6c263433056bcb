import { z } from 'zod';
import { nothing, request, rpcContract } from 'dispatch-extension/lib/kernel/common/rpc-contract';

/** A process that belongs to a Claude session: Claude Code itself, or what it or a command started. */
export const ClaudeProcess = z.object({
    pid: z.number().int().positive(),
    /** As the system has it: at most 15 characters. */
    name: z.string(),
    command: z.string(),
    /** What is resident, in bytes. */
    memoryBytes: z.number().int().nonnegative(),
    /** The TCP ports that it listens on, lowest first. */
    ports: z.array(z.number().int())
});
export type ClaudeProcess = z.infer<typeof ClaudeProcess>;

/** What `callSession` knows of the processes of a session. */
export const ClaudeProcessesRpc = rpcContract({
    requests: {
        /** Everything that the session started and that runs, also what has left its tree. */
        listProcesses: request({ params: nothing, result: z.object({ processes: z.array(ClaudeProcess) }) }),
        /** Asks one of them to end (SIGTERM). `claude.process-not-found` for any other process. */
        endProcess: request({ params: z.object({ pid: z.number().int().positive() }), result: nothing })
    },
    notifications: {}
});

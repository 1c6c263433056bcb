import { z } from 'zod';
import { nothing, request, rpcContract } from '../../kernel/common/rpc-contract';

/** Set to `0` in the environment of a new terminal, its shell is started without our script. Never seen by the shell. */
export const SHELL_INTEGRATION_VARIABLE = 'DISPATCH_SHELL_INTEGRATION';

const Position = z.number().int().nonnegative();

/** One command of a terminal. Positions are in bytes of its output. */
export const CommandRecord = z.object({
    /** Counts the commands of one terminal from 1. */
    n: z.number().int().min(1),
    /** Empty where the person keeps it out of the shell's history, or nobody knows it. */
    line: z.string().max(32_768),
    /** The shell itself has said this line, so it may be run again without a look. */
    trusted: z.boolean(),
    /** Absolute path of the folder it was started in, where the shell told. */
    folder: z.string().max(4_096).optional(),
    /** Behind the prompt, where its line begins. */
    inputAt: Position,
    /** Where its output begins. */
    outputAt: Position,
    /** Where its output ends; absent while it runs. */
    endAt: Position.optional(),
    startedAtMs: z.number().int(),
    endedAtMs: z.number().int().optional(),
    /** Absent while it runs, and where it was not told. */
    exitCode: z.number().int().optional()
});
export type CommandRecord = z.infer<typeof CommandRecord>;

/** What `detail` of a terminal's `SessionInfo` says of its shell, for lists. */
export const ShellDetail = z.object({
    /** The folder that the shell is in. */
    currentFolder: z.string().optional(),
    /** The newest command; its line may be cut. */
    command: CommandRecord.pick({ n: true, line: true, startedAtMs: true, endedAtMs: true, exitCode: true }).optional()
});
export type ShellDetail = z.infer<typeof ShellDetail>;

/** Commands that are kept of one terminal. */
export const MAX_COMMANDS = 1_000;

/** What `callSession` knows of the commands of a terminal. */
export const ShellIntegrationRpc = rpcContract({
    requests: {
        /** The newest commands, oldest first; only those from number `from` on where it is given. */
        listCommands: request({
            params: z.object({
                from: z.number().int().optional(),
                limit: z.number().int().min(1).max(MAX_COMMANDS).default(MAX_COMMANDS)
            }),
            result: z.object({ commands: z.array(CommandRecord), currentFolder: z.string().optional() })
        }),
        /** What a command has printed, as text. `cut`: its beginning is left out, or is not retained any more. */
        getCommandOutput: request({
            params: z.object({ n: z.number().int().min(1) }),
            result: z.object({ text: z.string(), cut: z.boolean() })
        }),
        /** The newest lines of the shell's own history file, newest first. */
        listShellHistory: request({ params: nothing, result: z.object({ lines: z.array(z.string()) }) }),
        /** Whether the asking page is the first to tell of this command's end. */
        claimCommandNotice: request({
            params: z.object({ n: z.number().int().min(1) }),
            result: z.object({ granted: z.boolean() })
        })
    },
    notifications: {}
});

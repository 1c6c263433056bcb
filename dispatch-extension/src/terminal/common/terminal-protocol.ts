import { z } from 'zod';
import { nothing, request, rpcContract } from '../../kernel/common/rpc-contract';
import { Grid } from '../../session/common/stream-frames';

/** The name of this session kind. */
export const TERMINAL_KIND = 'terminal';

/** How a terminal's tab looks, where somebody chose. */
export const TerminalAppearance = z.object({
    /** The id of a codicon, like `terminal-bash`. */
    icon: z
        .string()
        .regex(/^[a-z0-9-]{1,60}$/)
        .optional(),
    /** One of the sixteen colours of a terminal, as VS Code names them: `terminal.ansiRed`. */
    color: z
        .string()
        .regex(/^terminal\.ansi[A-Za-z]{1,20}$/)
        .optional()
});
export type TerminalAppearance = z.infer<typeof TerminalAppearance>;

/** Options of `createSession` for a terminal. What is absent is the person's default. */
export const TerminalOptions = z.object({
    /** Absolute path, or a name found on the PATH. */
    shell: z.string().min(1).max(4_096).optional(),
    args: z.array(z.string().max(32_768)).max(1_000).optional(),
    /** Added to the person's environment; `null` removes a variable. */
    env: z.record(z.string().regex(/^[^=\0]+$/), z.string().max(131_072).nullable()).optional(),
    grid: Grid.optional(),
    appearance: TerminalAppearance.optional(),
    /** Words that stand in the output before all that the program writes, as they are sent to a terminal. */
    preface: z.string().max(16_384).optional(),
    /** What features of terminals are told about this one, by the name of the feature, which checks it. */
    features: z.record(z.string().max(40), z.unknown()).optional()
});
export type TerminalOptions = z.infer<typeof TerminalOptions>;

/** `detail` of a terminal's `SessionInfo`. */
export const TerminalDetail = z.object({
    shell: z.string().optional(),
    pid: z.number().int().optional(),
    exitCode: z.number().int().optional(),
    signal: z.string().optional(),
    /** Recorded output before this position was removed, so that all terminals stay within their limit. In bytes. */
    outputDroppedBefore: z.number().int().optional(),
    ...TerminalAppearance.shape,
    /** It was opened by a task. */
    task: z.object({ label: z.string() }).optional()
});
export type TerminalDetail = z.infer<typeof TerminalDetail>;

/** A command line is shown up to this length. */
export const MAX_COMMAND_CHARS = 200;

/** What `callSession` knows for a terminal. */
export const TerminalSessionRpc = rpcContract({
    requests: {
        getProcess: request({
            params: nothing,
            result: z.object({
                pid: z.number().int().optional(),
                executable: z.string(),
                arguments: z.array(z.string()),
                /** The folder that the shell is in now, where the system tells. */
                folder: z.string(),
                hasChildren: z.boolean()
            })
        }),
        /** What ending it would end, its first process first; none after the end. */
        listProcesses: request({
            params: nothing,
            result: z.object({
                processes: z.array(
                    z.object({
                        pid: z.number().int(),
                        name: z.string(),
                        /** The command line, shortened. */
                        command: z.string().max(MAX_COMMAND_CHARS),
                        /** TCP ports that it listens on. */
                        ports: z.array(z.number().int()),
                        /** The shell that waits for commands, and is no work of its own. */
                        isShell: z.boolean()
                    })
                )
            })
        }),
        /** What is absent stays as it is; `null` takes a choice back. Told to every page in the session's `detail`. */
        changeAppearance: request({
            params: z.object({
                icon: TerminalAppearance.shape.icon.nullable(),
                color: TerminalAppearance.shape.color.nullable()
            }),
            result: nothing
        }),
        /** Clears screen and scrollback for everybody, all but the prompt. What was recorded stays recorded. */
        clearOutput: request({ params: nothing, result: nothing })
    },
    notifications: {}
});

/** A shell that is installed. */
export const InstalledShell = z.object({ name: z.string(), path: z.string() });
export type InstalledShell = z.infer<typeof InstalledShell>;

/** What `callKind` knows for terminals. */
export const TerminalKindRpc = rpcContract({
    requests: {
        /** The shells that are installed where terminals run, and the one that starts when none is named. */
        listShells: request({
            params: nothing,
            result: z.object({ shells: z.array(InstalledShell), defaultShell: z.string().optional() })
        })
    },
    notifications: {}
});

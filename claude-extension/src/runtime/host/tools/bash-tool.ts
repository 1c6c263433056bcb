import { constants } from 'node:os';
import { z } from 'zod';
import { withoutTrailing } from 'dispatch-extension/lib/kernel/common/without-trailing';
import { ShellResult } from '../shell/session-shell';
import { defineTool, ToolResult } from './tool';

const DEFAULT_TIMEOUT_MS = 120_000;
const MAX_TIMEOUT_MS = 600_000;
/** Above this an exit code tells the signal that ended the command. */
const SIGNAL_CODES = 128;

/** Runs a command in the terminal of the session. There is none where the session has no shell. */
export const bashTool = defineTool({
    name: 'bash',
    description:
        'Runs a command with bash in a terminal of this session and returns what it printed (both streams) and its exit code. ' +
        'It begins in the folder of this session; folder, variables and functions are kept from one call to the next. ' +
        'The user can watch the terminal and type into it. Give input by a pipe where you can: a program that asks waits for ' +
        'the user. Programs see a terminal and may shorten or decorate what they print; use flags or a pipe against that. ' +
        'Processes put into the background (&) go on; send their output to a file. ' +
        'A call is stopped after timeout_ms (default 120000, at most 600000).',
    input: z.object({
        command: z.string().min(1).describe('The command line'),
        description: z
            .string()
            .optional()
            .describe('What it does, in five to ten words, for the person who must allow it'),
        timeout_ms: z.number().int().min(100).max(MAX_TIMEOUT_MS).optional()
    }),
    asks: 'tool',
    async run({ command, timeout_ms: timeoutMs = DEFAULT_TIMEOUT_MS }, { shell, confinement, signal }) {
        if (!shell) {
            throw new Error('This session has no shell.');
        }
        return commandResult(await shell.run({ command, timeoutMs, confinement, signal }), timeoutMs);
    }
});

function commandResult({ output, exitCode, stoppedBy, terminalEnded }: ShellResult, timeoutMs: number): ToolResult {
    const printed = output === '' ? [] : [withoutTrailing(output, '\n')];
    if (stoppedBy === 'person') {
        return { outcome: 'error', output: [...printed, 'Stopped by the user.'].join('\n') };
    }
    if (stoppedBy === 'time-out') {
        const hint = 'If it waited for input, give that by a pipe, or ask the user to type it into the terminal.';
        return { outcome: 'error', output: [...printed, `Stopped after ${timeoutMs} ms. ${hint}`].join('\n') };
    }
    if (terminalEnded !== undefined) {
        const why = `The terminal was ended while the command ran (${terminalEnded}). The next command starts it again.`;
        return { outcome: 'error', output: [...printed, why].join('\n') };
    }
    return exitCode === 0
        ? { outcome: 'done', output: printed.join('\n') }
        : { outcome: 'error', output: [...printed, `Exit code ${inWords(exitCode ?? 0)}`].join('\n') };
}

function inWords(exitCode: number): string {
    const signal = Object.entries(constants.signals).find(([, number]) => number === exitCode - SIGNAL_CODES)?.[0];
    return signal === undefined ? String(exitCode) : `${exitCode} (${signal})`;
}

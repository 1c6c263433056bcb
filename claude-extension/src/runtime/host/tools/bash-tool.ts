import { z } from 'zod';
import { CommandResult, runCommand } from './run-command';
import { defineTool, ToolResult } from './tool';

const DEFAULT_TIMEOUT_MS = 120_000;
const MAX_TIMEOUT_MS = 600_000;

/** Runs a command in the session's folder. Each call is a shell of its own. */
export const bashTool = defineTool({
    name: 'bash',
    description:
        'Runs a command with bash in the folder of this session and returns its output (both streams) and exit code. ' +
        'Each call starts a new shell: directory and variables of an earlier call are gone. There is no terminal and no input. ' +
        'It is stopped after timeout_ms (default 120000, at most 600000).',
    input: z.object({
        command: z.string().min(1).describe('The command line'),
        description: z
            .string()
            .optional()
            .describe('What it does, in five to ten words, for the person who must allow it'),
        timeout_ms: z.number().int().min(100).max(MAX_TIMEOUT_MS).optional()
    }),
    asks: 'tool',
    async run(input, { folder, environment, confinement, signal }) {
        const timeoutMs = input.timeout_ms ?? DEFAULT_TIMEOUT_MS;
        // one pipe for both streams, so that they come in the order in which they were written
        const args = ['-c', `exec 2>&1\n${input.command}`];
        const shell = { file: 'bash', args, cwd: folder.root, environment, confinement };
        const result = await runCommand({ ...shell, timeoutMs, signal });
        return commandResult(result, timeoutMs);
    }
});

function commandResult({ output, exitCode, stoppedBy }: CommandResult, timeoutMs: number): ToolResult {
    const lines = output === '' ? [] : [output.trimEnd()];
    if (stoppedBy) {
        lines.push(stoppedBy === 'person' ? 'Stopped by the user.' : `Stopped after ${timeoutMs} ms.`);
        return { outcome: 'error', output: lines.join('\n') };
    }
    if (exitCode !== 0) {
        lines.push(exitCode === undefined ? 'Ended by a signal.' : `Exit code ${exitCode}`);
        return { outcome: 'error', output: lines.join('\n') };
    }
    return { outcome: 'done', output: lines.join('\n') };
}

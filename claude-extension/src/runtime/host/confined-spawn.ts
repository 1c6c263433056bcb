import { spawn } from 'node:child_process';
import type { Options } from '@anthropic-ai/claude-agent-sdk';
import { Confinement } from '../../sandbox/host/sandbox-api';

/**
 * Starts Claude Code confined. The SDK reads no standard error of a process that it has not started itself, so that this
 * one tells it to `stderr`.
 */
export function confinedSpawn(
    confinement: Confinement,
    stderr: (text: string) => void
): Options['spawnClaudeCodeProcess'] {
    return ({ command, args: given, cwd, env, signal }) => {
        const { file, args } = confinement.command(command, given);
        const child = spawn(file, args, { cwd, env, signal, stdio: ['pipe', 'pipe', 'pipe'] });
        child.stderr.setEncoding('utf8').on('data', stderr);
        return child;
    };
}

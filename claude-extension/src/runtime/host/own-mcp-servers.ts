import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { McpServerConfig } from '@anthropic-ai/claude-agent-sdk';
import { z } from 'zod';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';

/** What is read of Claude Code's own file of the person; each server is checked by Claude Code itself. */
const OwnFile = z.object({ mcpServers: z.record(z.string(), z.record(z.string(), z.unknown())).optional() });

/**
 * The MCP servers that the person set up for every folder (`claude mcp add --scope user`). They are nobody else's, so
 * that they are there in folders that are not trusted, too. A file that is not there or cannot be read means none.
 */
export async function ownMcpServers(
    environment: Record<string, string | undefined>,
    log: StructuredLog
): Promise<Record<string, McpServerConfig>> {
    const folder = environment['CLAUDE_CONFIG_DIR'] ?? environment['HOME'] ?? homedir();
    try {
        const { mcpServers } = OwnFile.parse(JSON.parse(await readFile(join(folder, '.claude.json'), 'utf8')));
        return (mcpServers ?? {}) as unknown as Record<string, McpServerConfig>;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
            log.warn('claude.own-servers-not-read', { error });
        }
        return {};
    }
}

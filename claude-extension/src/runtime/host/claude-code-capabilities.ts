import type { McpServerStatus, ModelInfo, Query, SDKControlInitializeResponse } from '@anthropic-ai/claude-agent-sdk';
import { ClaudeCapabilities, PermissionMode } from '../../conversation/common/claude-events';

/** What Claude Code itself says that it offers. Errors: what its process says. */
export async function claudeCodeCapabilities(query: Query, mayBypass: boolean): Promise<ClaudeCapabilities> {
    const [started, servers] = await Promise.all([query.initializationResult(), query.mcpServerStatus()]);
    return {
        models: started.models.map(modelOf),
        permissionModes: modesOf(started.models, mayBypass),
        commands: started.commands.map(({ name, description, argumentHint }) => ({
            name: name.slice(0, 200),
            description: description.slice(0, 2_000),
            ...(argumentHint && { argumentHint: argumentHint.slice(0, 500) })
        })),
        agents: agentsOf(started),
        mcpServers: servers.map(serverOf)
    };
}

function modelOf(model: ModelInfo): ClaudeCapabilities['models'][number] {
    return {
        id: model.value.slice(0, 100),
        label: model.displayName.slice(0, 200),
        ...(model.description && { description: model.description.slice(0, 1_000) }),
        efforts: model.supportsEffort === false ? [] : [...(model.supportedEffortLevels ?? [])]
    };
}

function modesOf(models: readonly ModelInfo[], mayBypass: boolean): PermissionMode[] {
    const auto: PermissionMode[] = models.some(model => model.supportsAutoMode) ? ['auto'] : [];
    const bypass: PermissionMode[] = mayBypass ? ['bypassPermissions'] : [];
    return ['default', 'acceptEdits', 'plan', ...auto, ...bypass];
}

function agentsOf({ agents }: SDKControlInitializeResponse): ClaudeCapabilities['agents'] {
    return agents.map(({ name, description }) => ({
        name: name.slice(0, 200),
        ...(description && { description: description.slice(0, 2_000) })
    }));
}

function serverOf({ name, status, error, tools }: McpServerStatus): ClaudeCapabilities['mcpServers'][number] {
    return {
        name: name.slice(0, 200),
        status,
        ...(error && { error: error.slice(0, 1_000) }),
        ...(tools && { tools: tools.map(tool => tool.name.slice(0, 200)) })
    };
}

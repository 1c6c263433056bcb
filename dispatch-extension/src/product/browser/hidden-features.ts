import { AICoreFrontendApplicationContribution } from '@theia/ai-core/lib/browser/ai-core-frontend-application-contribution';
import { AiCoreCommandContribution } from '@theia/ai-core/lib/browser/ai-core-command-contribution';
import { PromptTemplateContribution } from '@theia/ai-core/lib/browser/prompttemplate-contribution';
import { SkillPromptCoordinator } from '@theia/ai-core/lib/browser/skill-prompt-coordinator';
import { AgentSettingsPreferenceSchema } from '@theia/ai-core/lib/common/agent-preferences';
import { aiCorePreferenceSchema } from '@theia/ai-core/lib/common/ai-core-preferences';
import { MCPConfigurationCommandContribution } from '@theia/ai-mcp/lib/browser/mcp-configuration-command-contribution';
import { McpFrontendApplicationContribution } from '@theia/ai-mcp/lib/browser/mcp-frontend-application-contribution';
import { McpServersPreferenceSchema } from '@theia/ai-mcp/lib/common/mcp-preferences';
import { ContributionFilterRegistry, FilterContribution } from '@theia/core/lib/common';
import { injectable } from '@theia/core/shared/inversify';

/**
 * Contributions of Theia AI. The plugin system depends on its packages, so that they are in every product with plugins.
 *
 * The MCP one matters most: it starts the servers that a repository's settings name, which are programs of anybody's
 * choice.
 */
const HIDDEN = [
    AICoreFrontendApplicationContribution,
    AiCoreCommandContribution,
    PromptTemplateContribution,
    SkillPromptCoordinator,
    MCPConfigurationCommandContribution,
    McpFrontendApplicationContribution
];
const HIDDEN_SCHEMAS: unknown[] = [aiCorePreferenceSchema, AgentSettingsPreferenceSchema, McpServersPreferenceSchema];

/** Leaves out what Dispatch does not offer: Theia's own AI features, their commands and their settings. */
@injectable()
export class HiddenFeatures implements FilterContribution {
    registerContributionFilters(registry: ContributionFilterRegistry): void {
        registry.addFilters('*', [contribution => !isHidden(contribution)]);
    }
}

function isHidden(contribution: object): boolean {
    const schema = 'schema' in contribution ? contribution.schema : undefined;
    return HIDDEN.some(hidden => contribution instanceof hidden) || HIDDEN_SCHEMAS.includes(schema ?? Symbol());
}

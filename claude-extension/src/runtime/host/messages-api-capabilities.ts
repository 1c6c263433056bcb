import { Anthropic } from '@anthropic-ai/sdk';
import { ClaudeCapabilities } from '../../conversation/common/claude-events';
import { MESSAGES_API_MODELS } from '../domain/models';

/** From least to most. */
const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
/** How many models are asked for. */
const MAX_MODELS = 100;

/** The models that the key may use, as the API lists them; the known ones where it lists none. Errors: what the SDK throws. */
export async function messagesApiCapabilities(client: Anthropic, mayBypass: boolean): Promise<ClaudeCapabilities> {
    const { data } = await client.models.list({ limit: MAX_MODELS });
    const models = data.filter(model => model.lifecycle !== 'retired').map(modelOf);
    const known = MESSAGES_API_MODELS.map(id => ({ id, label: id, efforts: [] }));
    return {
        models: models.length > 0 ? models : known,
        permissionModes: ['default', 'acceptEdits', 'plan', ...(mayBypass ? (['bypassPermissions'] as const) : [])],
        commands: [],
        agents: [],
        mcpServers: [],
        // it has none, which is not the same as not knowing
        skills: []
    };
}

function modelOf(model: Anthropic.ModelInfo): ClaudeCapabilities['models'][number] {
    const effort = model.capabilities?.effort;
    return {
        id: model.id.slice(0, 100),
        label: (model.display_name || model.id).slice(0, 200),
        efforts: effort?.supported ? EFFORTS.filter(level => effort[level]?.supported) : [],
        ...(model.max_input_tokens && { contextTokens: model.max_input_tokens })
    };
}

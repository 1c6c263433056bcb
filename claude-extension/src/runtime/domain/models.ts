/**
 * Models that can be chosen, the usual one first. Taken from the type `Model` of @anthropic-ai/sdk 1.12.0
 * (resources/messages/messages), its current generation. Any other name may be set by hand; the API decides.
 */
export const MESSAGES_API_MODELS = [
    'claude-sonnet-5-5',
    'claude-opus-5-5',
    'claude-haiku-5-5',
    'claude-fable-5-2'
] as const;

/**
 * Models for Claude Code. The first means "no wish": Claude Code then takes the default of the person's plan and
 * settings. The others are its own aliases for the newest of each family.
 */
export const CLAUDE_CODE_MODELS = ['default', 'sonnet', 'opus', 'haiku'] as const;

import { PreferenceContribution, PreferenceSchema } from '@theia/core/lib/common/preferences/preference-schema';
import { nls } from '@theia/core/lib/common/nls';
import { interfaces } from '@theia/core/shared/inversify';

/** Which runtime a new session gets. */
export const RUNTIME_PREFERENCE = 'dispatch.claude.runtime';
/** Which model a new session gets. */
export const MODEL_PREFERENCE = 'dispatch.claude.model';
/** Whether a new session goes on by itself when a usage limit has passed. */
export const RESUME_PREFERENCE = 'dispatch.claude.resumeAfterLimit';

const schema: PreferenceSchema = {
    properties: {
        [RUNTIME_PREFERENCE]: {
            type: 'string',
            enum: ['auto', 'claude-code', 'messages-api'],
            enumDescriptions: [
                nls.localize(
                    'dispatch/claude/runtime/auto',
                    'Claude Code where it can be used, else the Messages API.'
                ),
                nls.localize(
                    'dispatch/claude/runtime/claudeCode',
                    'Claude Code: all of its tools, settings and skills. Needs its program, and a key or a sign-in.'
                ),
                nls.localize(
                    'dispatch/claude/runtime/messagesApi',
                    'The Messages API with the tools of Dispatch. Needs an API key, and nothing else.'
                )
            ],
            default: 'auto',
            description: nls.localize(
                'dispatch/claude/runtime',
                'What runs a new Claude session. Sessions that exist keep what they have.'
            )
        },
        [MODEL_PREFERENCE]: {
            type: 'string',
            default: '',
            maxLength: 100,
            description: nls.localize(
                'dispatch/claude/model',
                'The model of a new Claude session, as the API names it. Empty for the choice of the runtime.'
            )
        },
        [RESUME_PREFERENCE]: {
            type: 'boolean',
            default: false,
            description: nls.localize(
                'dispatch/claude/resumeAfterLimit',
                'Whether a new Claude session that waits for a usage limit goes on by itself when the limit has ended or was raised. Each session can be told otherwise while it waits.'
            )
        }
    }
};

/** The settings of Claude sessions. */
export function bindClaudePreferences(bind: interfaces.Bind): void {
    bind(PreferenceContribution).toConstantValue({ schema });
}

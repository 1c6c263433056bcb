import { nls } from '@theia/core/lib/common/nls';
import { PreferenceSchema } from '@theia/core/lib/common/preferences/preference-schema';

export const ENABLED = 'terminal.integrated.shellIntegration.enabled';
export const DECORATIONS = 'terminal.integrated.shellIntegration.decorationsEnabled';
export const LONG_COMMAND_SECONDS = 'dispatch.terminal.longCommandSeconds';

/** Where commands are marked. */
export type Decorations = 'both' | 'gutter' | 'overviewRuler' | 'never';

const local = (key: string, text: string): string => nls.localize(`dispatch/shell/settings/${key}`, text);

/** The settings of shell integration: VS Code's, and one of our own. */
export const ShellIntegrationSettingsSchema: PreferenceSchema = {
    properties: {
        [ENABLED]: {
            type: 'boolean',
            default: true,
            description: local(
                'enabled',
                'Lets bash, zsh and fish tell the terminal which commands run and how they end. Applies to terminals that are opened afterwards.'
            )
        },
        [DECORATIONS]: {
            type: 'string',
            enum: ['both', 'gutter', 'overviewRuler', 'never'],
            default: 'both',
            description: local('decorations', 'Where the commands of a terminal are marked.')
        },
        [LONG_COMMAND_SECONDS]: {
            type: 'number',
            default: 15,
            minimum: 0,
            description: local(
                'longCommandSeconds',
                'A command that ran at least this many seconds in a terminal that is not seen is told of when it ends; 0 for never.'
            )
        }
    }
};

import {
    PreferenceContribution,
    PreferenceProxy,
    PreferenceSchema,
    PreferenceScope,
    PreferenceService,
    createPreferenceProxy
} from '@theia/core/lib/common/preferences';
import { nls } from '@theia/core/lib/common/nls';
import { interfaces } from '@theia/core/shared/inversify';
import { MultiLineWarning } from '../domain/paste-text';

export const MULTI_LINE_PREFERENCE = 'terminal.integrated.enableMultiLinePasteWarning';
export const PROGRAM_WRITE_PREFERENCE = 'dispatch.terminal.clipboardWrite';

const schema: PreferenceSchema = {
    properties: {
        [MULTI_LINE_PREFERENCE]: {
            type: 'string',
            enum: ['auto', 'always', 'never'],
            enumDescriptions: [
                nls.localize('dispatch/clipboard/warnAuto', 'Ask, except where the program takes pastes as such.'),
                nls.localize('dispatch/clipboard/warnAlways', 'Always ask.'),
                nls.localize('dispatch/clipboard/warnNever', 'Never ask.')
            ],
            default: 'auto',
            scope: PreferenceScope.User,
            description: nls.localize(
                'dispatch/clipboard/warn',
                'Whether pasting several lines into a terminal asks first.'
            )
        },
        'terminal.integrated.middleClickBehavior': {
            type: 'string',
            enum: ['default', 'paste'],
            enumDescriptions: [
                nls.localize(
                    'dispatch/clipboard/middleDefault',
                    'As the system does: on Linux it pastes the selection.'
                ),
                nls.localizeByDefault('Paste on middle click.')
            ],
            default: 'default',
            description: nls.localizeByDefault('Controls how terminal reacts to middle click.')
        },
        [PROGRAM_WRITE_PREFERENCE]: {
            type: 'string',
            enum: ['ask', 'allow', 'deny'],
            default: 'ask',
            // No folder that somebody opens decides this.
            scope: PreferenceScope.User,
            description: nls.localize(
                'dispatch/clipboard/programWrite',
                'Whether programs in terminals may put text on your clipboard (OSC 52). No program can read it.'
            )
        },
        'dispatch.terminal.dropFolder': {
            type: 'string',
            default: '.dispatch/dropped',
            minLength: 1,
            scope: PreferenceScope.User,
            description: nls.localize(
                'dispatch/clipboard/dropFolder',
                'Where images and files are kept that are pasted or dropped into a terminal. Relative to the workspace, or an absolute path. A new folder is hidden from Git.'
            )
        },
        'dispatch.terminal.maxDropSize': {
            type: 'number',
            default: 200,
            minimum: 1,
            scope: PreferenceScope.User,
            description: nls.localize(
                'dispatch/clipboard/maxDropSize',
                'The largest file that can be pasted or dropped into a terminal, in MB.'
            )
        }
    }
};

interface ClipboardConfiguration {
    [MULTI_LINE_PREFERENCE]: MultiLineWarning;
    'terminal.integrated.middleClickBehavior': 'default' | 'paste';
    [PROGRAM_WRITE_PREFERENCE]: 'ask' | 'allow' | 'deny';
    'dispatch.terminal.dropFolder': string;
    'dispatch.terminal.maxDropSize': number;
}

/** The settings of copying and pasting in terminals. */
export const ClipboardPreferences = Symbol('ClipboardPreferences');
export type ClipboardPreferences = PreferenceProxy<ClipboardConfiguration>;

export function bindClipboardPreferences(bind: interfaces.Bind): void {
    bind(PreferenceContribution).toConstantValue({ schema });
    bind(ClipboardPreferences)
        .toDynamicValue(({ container }) =>
            createPreferenceProxy<ClipboardConfiguration>(container.get<PreferenceService>(PreferenceService), schema)
        )
        .inSingletonScope();
}

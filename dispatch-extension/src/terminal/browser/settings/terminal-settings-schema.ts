import { nls } from '@theia/core/lib/common/nls';
import { PreferenceSchema } from '@theia/core/lib/common/preferences/preference-schema';
import { terminalAnsiColorMap } from '@theia/terminal/lib/common/terminal-preferences';

const local = (key: string, text: string): string => nls.localize(`dispatch/terminal/settings/${key}`, text);

/** VS Code's settings of a terminal that Theia has no schema for, with VS Code's names and meanings. */
export const TerminalSettingsSchema: PreferenceSchema = {
    properties: {
        'terminal.integrated.cursorStyleInactive': {
            type: 'string',
            enum: ['outline', 'block', 'line', 'underline', 'none'],
            default: 'outline',
            description: nls.localizeByDefault(
                'Controls the style of terminal cursor when the terminal is not focused.'
            )
        },
        'terminal.integrated.mouseWheelScrollSensitivity': {
            type: 'number',
            default: 1,
            minimum: 0.1,
            description: local('mouseWheel', 'A multiplier of the distance that the mouse wheel scrolls.')
        },
        'terminal.integrated.smoothScrolling': {
            type: 'boolean',
            default: false,
            description: nls.localizeByDefault('Controls whether the terminal will scroll using an animation.')
        },
        'terminal.integrated.minimumContrastRatio': {
            type: 'number',
            default: 4.5,
            minimum: 1,
            maximum: 21,
            description: local(
                'contrast',
                'Text is drawn lighter or darker until its contrast to the background is at least this: 1 changes nothing, 4.5 is WCAG AA, 7 is WCAG AAA, 21 is black on white.'
            )
        },
        'terminal.integrated.tabStopWidth': {
            type: 'number',
            default: 8,
            minimum: 1,
            maximum: 80,
            description: nls.localizeByDefault('The number of cells in a tab stop.')
        },
        'terminal.integrated.wordSeparators': {
            type: 'string',
            default: ' ()[]{}\',"`─‘’“”|',
            description: local('wordSeparators', 'Characters that end a word when it is selected by a double click.')
        },
        'terminal.integrated.macOptionIsMeta': {
            type: 'boolean',
            default: false,
            description: nls.localizeByDefault(
                'Controls whether to treat the option key as the meta key in the terminal on macOS.'
            )
        },
        'terminal.integrated.macOptionClickForcesSelection': {
            type: 'boolean',
            default: false,
            description: local(
                'optionClick',
                'On macOS, Option+click selects text also where the program takes the mouse.'
            )
        },
        'terminal.integrated.altClickMovesCursor': {
            type: 'boolean',
            default: true,
            description: local('altClick', 'Alt+click moves the cursor of the prompt to the mouse.')
        },
        'terminal.integrated.rightClickBehavior': {
            type: 'string',
            enum: ['default', 'selectWord', 'copyPaste', 'paste', 'nothing'],
            enumDescriptions: [
                nls.localizeByDefault('Show the context menu.'),
                nls.localizeByDefault('Select the word under the cursor and show the context menu.'),
                nls.localizeByDefault('Copy when there is a selection, otherwise paste.'),
                nls.localizeByDefault('Paste on right click.'),
                nls.localizeByDefault('Do nothing and pass event to terminal.')
            ],
            default: 'default',
            description: nls.localizeByDefault('Controls how terminal reacts to right click.')
        },
        'terminal.integrated.enableBell': {
            type: 'boolean',
            default: false,
            description: local('bell', 'A short sound when a program rings the bell.')
        },
        'terminal.integrated.enableVisualBell': {
            type: 'boolean',
            default: true,
            description: local('visualBell', 'A bell on the tab when a program rings the bell.')
        },
        'terminal.integrated.bellDuration': {
            type: 'number',
            default: 1_000,
            minimum: 100,
            description: local(
                'bellDuration',
                'How long the bell is shown on the tab of a terminal that is seen, in ms. On one that is not, it stays until it is shown.'
            )
        },
        'terminal.integrated.enableImages': {
            type: 'boolean',
            default: true,
            description: local('images', 'Pictures in the output: sixel and the inline images of iTerm.')
        },
        'terminal.integrated.gpuAcceleration': {
            type: 'string',
            enum: ['auto', 'on', 'off'],
            enumDescriptions: [
                local('gpuAuto', 'Where the browser has a graphics card.'),
                local('gpuOn', 'Also where the browser only emulates one.'),
                local('gpuOff', 'Never.')
            ],
            default: 'auto',
            description: nls.localizeByDefault(
                'Controls whether the terminal will leverage the GPU to do its rendering.'
            )
        },
        'terminal.integrated.customGlyphs': {
            type: 'boolean',
            default: true,
            description: local('glyphs', 'Lines and blocks are drawn without gaps, not taken from the font.')
        },
        'terminal.integrated.fontLigatures.enabled': {
            type: 'boolean',
            default: false,
            description: local(
                'ligatures',
                'Signs like => and != are drawn as one, where the font has ligatures. Drawing takes a little longer.'
            )
        },
        'terminal.integrated.fontLigatures.fallbackLigatures': {
            type: 'array',
            items: { type: 'string', minLength: 2 },
            default: [],
            description: local(
                'ligaturesList',
                'Signs that are drawn as one, in the place of the usual ones. A browser does not tell which of them a font has.'
            )
        },
        'terminal.integrated.fontLigatures.featureSettings': {
            type: 'string',
            default: '"calt" on',
            description: local('fontFeatures', 'OpenType features of the font, as in CSS `font-feature-settings`.')
        },
        'terminal.integrated.screenReaderMode': {
            type: 'string',
            enum: ['auto', 'on', 'off'],
            enumDescriptions: [
                local(
                    'readerAuto',
                    'As `editor.accessibilitySupport` is: only `on` means on, a browser does not tell.'
                ),
                local('readerOn', 'On.'),
                local('readerOff', 'Off.')
            ],
            default: 'auto',
            description: local(
                'reader',
                'The output can be read by a screen reader, line by line, and what is new is announced.'
            )
        },
        'terminal.integrated.cwd': {
            type: 'string',
            default: '',
            markdownDescription: local(
                'cwd',
                'The folder of new terminals, relative to the workspace or absolute; the workspace where empty. Variables like `${workspaceFolder}` and `${userHome}` are replaced.'
            )
        },
        'terminal.integrated.splitCwd': {
            type: 'string',
            enum: ['workspaceRoot', 'initial', 'inherited'],
            enumDescriptions: [
                nls.localizeByDefault('A new split terminal will use the workspace root as the working directory.'),
                local('splitInitial', 'The folder in which the terminal beside it was started.'),
                local('splitInherited', 'The folder that the terminal beside it is in now.')
            ],
            default: 'inherited',
            description: nls.localizeByDefault('Controls the working directory a split terminal starts with.')
        },
        'terminal.integrated.env.linux': {
            type: 'object',
            additionalProperties: { type: ['string', 'null'] },
            default: {},
            markdownDescription: local(
                'env',
                'Variables for new terminals; `null` removes one. `${env:NAME}` and other variables are replaced.'
            )
        },
        'terminal.integrated.tabs.defaultIcon': {
            type: 'string',
            default: 'terminal',
            description: nls.localizeByDefault('A codicon ID to associate with terminal icons by default.')
        },
        'terminal.integrated.tabs.defaultColor': {
            type: ['string', 'null'],
            enum: [...Object.keys(terminalAnsiColorMap), null],
            default: null,
            description: nls.localizeByDefault('A theme color ID to associate with terminal icons by default.')
        }
    }
};

import { TerminalPreferences } from '@theia/terminal/lib/common/terminal-preferences';
import { ITerminalOptions } from '@xterm/xterm';
import { TerminalSettings } from '../settings/terminal-settings';

/** How long an animated scroll takes, in ms; as in VS Code. */
const SMOOTH_SCROLL_MS = 125;

/** The terminal's options that come from the person's `terminal.integrated.*` settings. */
export function optionsOf(preferences: TerminalPreferences, settings: TerminalSettings): ITerminalOptions {
    return {
        ...textOptions(preferences, settings),
        ...inputOptions(settings),
        ...scrollOptions(preferences, settings)
    };
}

function textOptions(preferences: TerminalPreferences, settings: TerminalSettings): ITerminalOptions {
    const cursorStyle = preferences['terminal.integrated.cursorStyle'];
    const inactive = settings['terminal.integrated.cursorStyleInactive'];
    return {
        cursorBlink: preferences['terminal.integrated.cursorBlinking'],
        cursorStyle: cursorStyle === 'line' ? 'bar' : cursorStyle,
        cursorWidth: atLeast(1, preferences['terminal.integrated.cursorWidth']),
        cursorInactiveStyle: inactive === 'line' ? 'bar' : inactive,
        fontFamily: preferences['terminal.integrated.fontFamily'],
        fontSize: atLeast(6, preferences['terminal.integrated.fontSize']),
        fontWeight: preferences['terminal.integrated.fontWeight'],
        fontWeightBold: preferences['terminal.integrated.fontWeightBold'],
        drawBoldTextInBrightColors: preferences['terminal.integrated.drawBoldTextInBrightColors'],
        letterSpacing: preferences['terminal.integrated.letterSpacing'],
        lineHeight: atLeast(1, preferences['terminal.integrated.lineHeight']),
        minimumContrastRatio: atLeast(1, settings['terminal.integrated.minimumContrastRatio']),
        customGlyphs: settings['terminal.integrated.customGlyphs'],
        rescaleOverlappingGlyphs: true,
        // The parser API, markers and decorations, which search and links need.
        allowProposedApi: true
    };
}

function inputOptions(settings: TerminalSettings): ITerminalOptions {
    return {
        macOptionIsMeta: settings['terminal.integrated.macOptionIsMeta'],
        macOptionClickForcesSelection: settings['terminal.integrated.macOptionClickForcesSelection'],
        altClickMovesCursor: settings['terminal.integrated.altClickMovesCursor'],
        wordSeparator: settings['terminal.integrated.wordSeparators'],
        rightClickSelectsWord: settings['terminal.integrated.rightClickBehavior'] === 'selectWord'
    };
}

function scrollOptions(preferences: TerminalPreferences, settings: TerminalSettings): ITerminalOptions {
    return {
        scrollback: atLeast(0, preferences['terminal.integrated.scrollback']),
        fastScrollSensitivity: atLeast(0.1, preferences['terminal.integrated.fastScrollSensitivity']),
        scrollSensitivity: atLeast(0.1, settings['terminal.integrated.mouseWheelScrollSensitivity']),
        smoothScrollDuration: settings['terminal.integrated.smoothScrolling'] ? SMOOTH_SCROLL_MS : 0,
        tabStopWidth: atLeast(1, settings['terminal.integrated.tabStopWidth'])
    };
}

/** xterm throws for what it cannot use; a mistyped setting must not. */
function atLeast(minimum: number, value: unknown): number {
    return typeof value === 'number' && value >= minimum ? value : minimum;
}

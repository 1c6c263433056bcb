import { TerminalPreferences } from '@theia/terminal/lib/common/terminal-preferences';
import { ITerminalOptions } from '@xterm/xterm';

/** As VS Code has it: text on any background stays readable (WCAG AA). */
const MINIMUM_CONTRAST = 4.5;

/** The terminal's options that come from the person's `terminal.integrated.*` settings. */
export function optionsOf(preferences: TerminalPreferences): ITerminalOptions {
    const cursorStyle = preferences['terminal.integrated.cursorStyle'];
    return {
        cursorBlink: preferences['terminal.integrated.cursorBlinking'],
        cursorStyle: cursorStyle === 'line' ? 'bar' : cursorStyle,
        cursorWidth: preferences['terminal.integrated.cursorWidth'],
        cursorInactiveStyle: 'outline',
        fontFamily: preferences['terminal.integrated.fontFamily'],
        fontSize: preferences['terminal.integrated.fontSize'],
        fontWeight: preferences['terminal.integrated.fontWeight'],
        fontWeightBold: preferences['terminal.integrated.fontWeightBold'],
        drawBoldTextInBrightColors: preferences['terminal.integrated.drawBoldTextInBrightColors'],
        letterSpacing: preferences['terminal.integrated.letterSpacing'],
        lineHeight: preferences['terminal.integrated.lineHeight'],
        scrollback: preferences['terminal.integrated.scrollback'],
        fastScrollSensitivity: preferences['terminal.integrated.fastScrollSensitivity'],
        minimumContrastRatio: MINIMUM_CONTRAST,
        rescaleOverlappingGlyphs: true,
        macOptionIsMeta: false,
        // The parser API, markers and decorations, which search and links need.
        allowProposedApi: true
    };
}

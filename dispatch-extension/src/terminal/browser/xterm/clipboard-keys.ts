import { TerminalCommands } from '@theia/terminal/lib/browser/terminal-frontend-contribution';
import { isOSX } from '@theia/core/lib/common/os';
import { KeyCode } from '@theia/core/lib/browser';

/** Whether these keys copy, where something is selected. */
export function isCopyKey(event: KeyboardEvent): boolean {
    return chordOf(event) === `${isOSX ? 'meta' : 'ctrl'}+c`;
}

/** Whether these keys paste. */
export function isPasteKey(event: KeyboardEvent): boolean {
    const key = chordOf(event);
    return key === `${isOSX ? 'meta' : 'ctrl'}+v` || key === 'ctrl+shift+v' || key === 'shift+insert';
}

/** The keys as Theia writes them; undefined for a key that it does not know, as some keyboards and remote desktops send. */
function chordOf(event: KeyboardEvent): string | undefined {
    try {
        return KeyCode.createKeyCode(event).toString();
    } catch {
        // Theia throws for these. They are no shortcut of ours, and xterm must see them, else nothing can be typed.
        return undefined;
    }
}

/** What a right click does where the setting wants no menu: the id of a command. */
export function commandOfRightClick(behavior: string, hasSelection: boolean): string | undefined {
    switch (behavior) {
        case 'copyPaste':
            return hasSelection ? TerminalCommands.COPY_TERMINAL_SELECTION.id : TerminalCommands.PASTE_TERMINAL.id;
        case 'paste':
            return TerminalCommands.PASTE_TERMINAL.id;
        default:
            return undefined;
    }
}

import type { Terminal } from '@xterm/xterm';
import { isCopyKey } from '../../../terminal/browser/xterm/clipboard-keys';

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock']);

/**
 * The keys of a terminal that is only read: they scroll and copy, Escape goes `back`, and what is typed goes to the
 * program, whose screen is then shown. Keys of the application stay what they are.
 */
export function readingKeys(terminal: Terminal, back: () => void, live: Terminal): (event: KeyboardEvent) => boolean {
    return event => {
        if (event.type !== 'keydown' || MODIFIERS.has(event.key)) {
            return false;
        }
        if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            back();
        } else if (scroll(terminal, event)) {
            event.preventDefault();
        } else if (!isCopyKey(event) && isTyped(event)) {
            // the character itself then goes where the focus is
            back();
            live.focus();
        }
        return false;
    };
}

function scroll(terminal: Terminal, { key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
    if (ctrlKey || altKey || metaKey) {
        return false;
    }
    switch (key) {
        case 'PageUp':
            terminal.scrollPages(-1);
            return true;
        case 'PageDown':
            terminal.scrollPages(1);
            return true;
        case 'ArrowUp':
            terminal.scrollLines(-1);
            return true;
        case 'ArrowDown':
            terminal.scrollLines(1);
            return true;
        case 'Home':
            terminal.scrollToTop();
            return true;
        case 'End':
            terminal.scrollToBottom();
            return true;
        default:
            return false;
    }
}

function isTyped({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
    return (key.length === 1 || key === 'Enter' || key === 'Backspace') && !ctrlKey && !altKey && !metaKey;
}

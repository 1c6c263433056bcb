import type { Terminal } from '@xterm/xterm';
import { isCopyKey } from '../../../terminal/browser/xterm/clipboard-keys';

/** What those keys send whose name is not what they send. */
const TYPED: Readonly<Record<string, string>> = { Enter: '\r', Backspace: '\x7f' };
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
            // not left to the browser: where the focus moves during a key, the key may be lost
            event.preventDefault();
            back();
            live.focus();
            live.input(TYPED[event.key] ?? event.key);
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
    return (key.length === 1 || key in TYPED) && !ctrlKey && !altKey && !metaKey;
}

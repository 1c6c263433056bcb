import { Disposable } from '@theia/core/lib/common/disposable';
import { SerializeAddon } from '@xterm/addon-serialize';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { withoutTrailingSpaces } from '../domain/paste-text';
import { PageClipboard } from './page-clipboard';

/** A selection that grows is copied once it rests this long, in ms. */
const REST_MS = 60;

/** The selected text: wrapped lines joined (xterm does it), without the spaces that fill rows. */
export function selectedText(terminal: DispatchTerminalWidget): string {
    return withoutTrailingSpaces(terminal.getSelection());
}

/** Copies the selection as text. */
export function copySelection(terminal: DispatchTerminalWidget): void {
    new PageClipboard(terminal).copy({ 'text/plain': selectedText(terminal) });
}

/** Copies the selection with its colours, for mails and documents; as text for everything else. */
export function copySelectionAsHtml(terminal: DispatchTerminalWidget): void {
    const serializer = new SerializeAddon();
    terminal.terminal.loadAddon(serializer);
    try {
        const html = serializer.serializeAsHTML({ onlySelection: true, includeGlobalBackground: true });
        new PageClipboard(terminal).copy({ 'text/html': html, 'text/plain': selectedText(terminal) });
    } finally {
        serializer.dispose();
    }
}

/** Copies what is selected as soon as it is, while `enabled`. */
export function copyOnSelection(terminal: DispatchTerminalWidget, enabled: () => boolean): Disposable {
    let timer: number | undefined;
    const listener = terminal.terminal.onSelectionChange(() => {
        window.clearTimeout(timer);
        if (enabled() && terminal.hasSelection()) {
            timer = window.setTimeout(() => void new PageClipboard(terminal).write(selectedText(terminal)), REST_MS);
        }
    });
    return Disposable.create(() => {
        window.clearTimeout(timer);
        listener.dispose();
    });
}

import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalPreferences } from '@theia/terminal/lib/common/terminal-preferences';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { TerminalFeature } from '../../terminal/browser/terminal-feature';
import { ClipboardPreferences } from './clipboard-preferences';
import { DropTarget } from './drop-target';
import { DroppedFiles } from './dropped-files';
import { ProgramClipboard } from './program-clipboard';
import { copyOnSelection, selectedText } from './terminal-copy';
import { TerminalPaste } from './terminal-paste';

const MIDDLE_BUTTON = 1;

/** Everything that goes between a terminal and the clipboard or the pointer of the person. */
@injectable()
export class TerminalClipboard implements TerminalFeature {
    @inject(ClipboardPreferences)
    protected readonly settings!: ClipboardPreferences;
    @inject(TerminalPreferences)
    protected readonly ofTerminals!: TerminalPreferences;
    @inject(TerminalPaste)
    protected readonly pasting!: TerminalPaste;
    @inject(DroppedFiles)
    protected readonly dropped!: DroppedFiles;
    @inject(ProgramClipboard)
    protected readonly programs!: ProgramClipboard;

    enable(terminal: DispatchTerminalWidget): void {
        const { node } = terminal;
        // While capturing: before xterm, which would paste without a question.
        node.addEventListener('paste', event => this.pasted(terminal, event), true);
        node.addEventListener('copy', event => this.copied(terminal, event), true);
        node.addEventListener('mousedown', event => this.middleClicked(terminal, event), true);
        node.addEventListener('auxclick', event => this.ownMiddleClick(event) && consume(event), true);
        new DropTarget(terminal, this.dropped).listen();
        this.programs.enable(terminal);
        terminal.toDisposeWith.push(
            copyOnSelection(terminal, () => this.ofTerminals['terminal.integrated.copyOnSelection'])
        );
    }

    private pasted(terminal: DispatchTerminalWidget, event: ClipboardEvent): void {
        if (!isXterm(event.target)) {
            return;
        }
        consume(event);
        if (this.ofTerminals['terminal.enablePaste'] && event.clipboardData) {
            const text = event.clipboardData.getData('text/plain');
            void this.pasting.paste(terminal, { text, files: [...event.clipboardData.files] });
        }
    }

    private copied(terminal: DispatchTerminalWidget, event: ClipboardEvent): void {
        if (isXterm(event.target) && terminal.hasSelection()) {
            event.clipboardData?.setData('text/plain', selectedText(terminal));
            consume(event);
        }
    }

    private middleClicked(terminal: DispatchTerminalWidget, event: MouseEvent): void {
        const programsMouse = terminal.terminal.modes.mouseTrackingMode !== 'none' && !event.shiftKey;
        if (this.ownMiddleClick(event) && isXterm(event.target) && !programsMouse) {
            consume(event);
            void this.pasting.pasteClipboard(terminal);
        }
    }

    private ownMiddleClick(event: MouseEvent): boolean {
        return event.button === MIDDLE_BUTTON && this.settings['terminal.integrated.middleClickBehavior'] === 'paste';
    }
}

/** Not the search box and the bars, which are in the same node. */
function isXterm(target: EventTarget | null): boolean {
    return target instanceof Element && target.closest('.xterm') !== null;
}

function consume(event: Event): void {
    event.preventDefault();
    event.stopImmediatePropagation();
}

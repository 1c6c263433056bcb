import { MessageService } from '@theia/core/lib/common/message-service';
import { PreferenceScope, PreferenceService } from '@theia/core/lib/common/preferences';
import { inject, injectable } from '@theia/core/shared/inversify';
import { asDispatchError } from '../../kernel/common/errors';
import { MAX_PENDING_INPUT_BYTES } from '../../session/domain/viewer-stream';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { ClipboardErrors } from '../common/clipboard-errors';
import { asOneLine, needsQuestion, withoutControls } from '../domain/paste-text';
import { pastedKind } from '../domain/pasted-kind';
import { ClipboardPreferences, MULTI_LINE_PREFERENCE } from './clipboard-preferences';
import { DroppedFiles } from './dropped-files';
import { ClipboardContent, PageClipboard } from './page-clipboard';
import { PasteDialog } from './paste-dialog';

const BYTES_PER_MB = 1024 * 1024;

/** Pastes into a terminal: text after the question where one is due, files by their path. */
@injectable()
export class TerminalPaste {
    @inject(ClipboardPreferences)
    protected readonly settings!: ClipboardPreferences;
    @inject(PreferenceService)
    protected readonly preferences!: PreferenceService;
    @inject(MessageService)
    protected readonly messages!: MessageService;
    @inject(DroppedFiles)
    protected readonly dropped!: DroppedFiles;

    /** What is on the clipboard now, for menus and the mouse. Failures are told to the person. */
    async pasteClipboard(terminal: DispatchTerminalWidget): Promise<void> {
        try {
            await this.paste(terminal, await new PageClipboard(terminal).read());
        } catch (thrown) {
            void this.messages.warn(asDispatchError(thrown).message);
        }
    }

    /** The text or the files of what was brought. */
    async paste(terminal: DispatchTerminalWidget, { text, files }: ClipboardContent): Promise<void> {
        switch (pastedKind({ text, fileNames: files.map(file => file.name) })) {
            case 'text':
                return this.pasteText(terminal, text);
            case 'files':
                return this.dropped.bring(terminal, files);
            default:
        }
    }

    async pasteText(terminal: DispatchTerminalWidget, text: string): Promise<void> {
        const bytes = new Blob([text]).size;
        if (bytes >= MAX_PENDING_INPUT_BYTES) {
            const size = (bytes / BYTES_PER_MB).toFixed(1);
            const limit = MAX_PENDING_INPUT_BYTES / BYTES_PER_MB;
            void this.messages.warn(ClipboardErrors.pasteTooLarge({ size, limit }).message);
            return;
        }
        const approved = await this.approve(terminal, text);
        if (approved !== undefined && !terminal.isDisposed) {
            terminal.paste(withoutControls(approved));
        }
    }

    /** The text to paste, or undefined. */
    private async approve(terminal: DispatchTerminalWidget, text: string): Promise<string | undefined> {
        const { bracketedPasteMode } = terminal.terminal.modes;
        if (!needsQuestion(text, this.settings[MULTI_LINE_PREFERENCE], bracketedPasteMode)) {
            return text;
        }
        const choice = await new PasteDialog(text).open();
        terminal.activate();
        if (choice?.neverAsk) {
            await this.preferences.set(MULTI_LINE_PREFERENCE, 'never', PreferenceScope.User);
        }
        return choice && (choice.how === 'one-line' ? asOneLine(text) : text);
    }
}

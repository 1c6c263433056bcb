import { DiffUris } from '@theia/core/lib/browser/diff-uris';
import { MessageService } from '@theia/core/lib/common/message-service';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TextEditor } from '@theia/editor/lib/browser/editor';
import { EditorManager } from '@theia/editor/lib/browser/editor-manager';
import { CodePlace, placeOfCode, placeOfSelection, wholePlace, withCode } from '../../domain/code-place';
import { ClaudeText } from '../claude-text';
import { ProposalResources } from './proposal-resource';
import { selectionIn } from './selection-in';

/** Puts code of Claude into the file in the editor, after it was shown. Never fails: what goes wrong is told to the person. */
@injectable()
export class CodeApplier {
    constructor(
        @inject(EditorManager) private readonly editors: EditorManager,
        @inject(ProposalResources) private readonly proposals: ProposalResources,
        @inject(MessageService) private readonly messages: MessageService
    ) {}

    /**
     * Shows what code would change in the file in the editor: what is selected, the part that it is another version of, or,
     * when the person wants that, all of it. It is changed when they say so, and not saved.
     */
    async apply(code: string): Promise<void> {
        try {
            const editor = await this.fileEditor();
            if (!editor) {
                void this.messages.info(ClaudeText.noEditor);
                return;
            }
            const name = editor.uri.path.base;
            const text = editor.document.getText();
            const place = placeIn(editor, text, code) ?? (await this.wholeIfWanted(name, text, code));
            if (place && withCode(text, place) === text) {
                void this.messages.info(ClaudeText.nothingToApply(name));
            } else if (place) {
                await this.propose(editor.uri, text, place);
            }
        } catch (error) {
            void this.messages.warn(error instanceof Error ? error.message : String(error));
        }
    }

    private async wholeIfWanted(name: string, text: string, code: string): Promise<CodePlace | undefined> {
        const { compareWhole } = ClaudeText;
        const isWanted =
            text.trim() === '' || (await this.messages.warn(ClaudeText.noPlace(name), compareWhole)) === compareWhole;
        return isWanted ? wholePlace(text, code) : undefined;
    }

    /** Shows it beside the file, and asks. */
    private async propose(uri: URI, before: string, place: CodePlace): Promise<void> {
        const name = uri.path.base;
        const after = this.proposals.add(uri, withCode(before, place));
        const diff = DiffUris.encode(uri, after, `${name} (${ClaudeText.proposed})`);
        const shown = await this.editors.open(diff, { mode: 'activate' });
        const { applyNow, discard } = ClaudeText;
        const chosen = await this.messages.info(ClaudeText.applies(name), { timeout: 0 }, applyNow, discard);
        if (chosen !== undefined && !shown.isDisposed) {
            shown.close();
        }
        if (chosen !== applyNow) {
            return;
        }
        const { editor } = await this.editors.open(uri, { mode: 'activate' });
        const { document } = editor;
        if (document.getText() !== before) {
            void this.messages.warn(ClaudeText.changedSince(name));
            return;
        }
        const range = { start: document.positionAt(place.from), end: document.positionAt(place.to) };
        editor.executeEdits([{ range, newText: place.newText }]);
    }

    /** The editor of a file; of that which is compared where the last editor compares one. */
    private async fileEditor(): Promise<TextEditor | undefined> {
        const lastEditor = this.editors.currentEditor?.editor;
        if (!lastEditor || !DiffUris.isDiffUri(lastEditor.uri)) {
            return lastEditor;
        }
        const file = DiffUris.decode(lastEditor.uri).find(({ scheme }) => scheme === 'file');
        return file && (await this.editors.open(file, { mode: 'open' })).editor;
    }
}

/** Undefined where it is not certain. */
function placeIn(editor: TextEditor, text: string, code: string): CodePlace | undefined {
    const { document } = editor;
    const selection = selectionIn(editor);
    const [from, to] = [document.offsetAt(selection.start), document.offsetAt(selection.end)];
    return from === to ? placeOfCode(text, code) : placeOfSelection(text, code, from, to);
}

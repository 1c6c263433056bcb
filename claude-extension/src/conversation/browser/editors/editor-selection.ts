import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { EditorManager } from '@theia/editor/lib/browser/editor-manager';
import type { TextEditor } from '@theia/editor/lib/browser/editor';
import type { MessageContext } from '../../domain/message-context';
import { selectionIn } from './selection-in';

/** A longer selection is no context, but a file to be named. */
const MAX_CHARS = 100_000;
/** While a person drags over text, it is told at most this often; in ms. */
const PAUSE_MS = 200;

/** What is selected in the editor that was used last, as it can go with a message. Lives as long as the page. */
@injectable()
export class EditorSelection {
    private readonly changed = new Emitter<void>();
    readonly onDidChange: Event<void> = this.changed.event;
    private readonly ofEditor = new DisposableCollection();
    private timer: ReturnType<typeof setTimeout> | undefined;
    private value: MessageContext | undefined;

    constructor(@inject(EditorManager) private readonly editors: EditorManager) {}

    @postConstruct()
    protected init(): void {
        this.editors.onCurrentEditorChanged(() => this.follow());
        this.follow();
    }

    /** The same value as long as nothing else is selected; undefined where nothing is. */
    get current(): MessageContext | undefined {
        return this.value;
    }

    private follow(): void {
        this.ofEditor.dispose();
        const editor = this.editors.currentEditor?.editor;
        if (editor) {
            this.ofEditor.push(editor.onSelectionChanged(() => this.lookSoon(editor)));
            this.ofEditor.push(Disposable.create(() => clearTimeout(this.timer)));
        }
        this.look(editor);
    }

    private lookSoon(editor: TextEditor): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.look(editor), PAUSE_MS);
    }

    private look(editor: TextEditor | undefined): void {
        const next = editor && selectionOf(editor);
        if (next?.label !== this.value?.label || next?.text !== this.value?.text) {
            this.value = next;
            this.changed.fire();
        }
    }
}

function selectionOf(editor: TextEditor): MessageContext | undefined {
    const { document, uri } = editor;
    // a person who has gone to the conversation meanwhile has left the editor behind it
    const selection = selectionIn(editor);
    const text = document.getText(selection);
    if (text.trim() === '' || text.length > MAX_CHARS) {
        return undefined;
    }
    const [first, last] = [selection.start.line + 1, selection.end.line + (selection.end.character > 0 ? 1 : 0)];
    const path = uri.scheme === 'file' ? uri.path.fsPath() : uri.path.base;
    return { label: first >= last ? `${path}:${first}` : `${path}:${first}-${last}`, text };
}

import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { Event } from '@theia/core/lib/common/event';
import * as monaco from '@theia/monaco-editor-core';
import { CodeEditorWidget } from '@theia/monaco-editor-core/esm/vs/editor/browser/widget/codeEditor/codeEditorWidget';
import { StandaloneServices } from '@theia/monaco-editor-core/esm/vs/editor/standalone/browser/standaloneServices';
import { IAccessibilityService } from '@theia/monaco-editor-core/esm/vs/platform/accessibility/common/accessibility';
import {
    IContextKey,
    IContextKeyService
} from '@theia/monaco-editor-core/esm/vs/platform/contextkey/common/contextkey';
import { IInstantiationService } from '@theia/monaco-editor-core/esm/vs/platform/instantiation/common/instantiation';
import { ServiceCollection } from '@theia/monaco-editor-core/esm/vs/platform/instantiation/common/serviceCollection';
import type { CompletionTrigger } from '../../domain/completion-trigger';
import { MESSAGE_LANGUAGE, MESSAGE_SCHEME } from './message-language';
import { editorOptions } from './message-editor-options';
import type { Recall } from './recall';
import type { Suggestion } from './suggestion';

/** Context keys of the input that has the focus: an arrow key would bring back what was said before. */
export const RECALL_KEYS = { older: 'dispatchClaudeRecallOlder', newer: 'dispatchClaudeRecallNewer' } as const;

/** The input becomes no higher than this; in px. */
const MAX_HEIGHT = 260;

/** What an input is for. */
export interface MessageOwner {
    readonly recall: Recall;
    suggest(trigger: CompletionTrigger): Promise<readonly Suggestion[]>;
    /** A suggestion was taken; what it inserts is in the input already. */
    taken(suggestion: Suggestion): void;
    changed(text: string): void;
    /** Enter. */
    send(): void;
    /** Whether what was pasted was brought as something else than text. */
    brought(data: DataTransfer): boolean;
}

/** What can change while a person writes. */
export interface MessageSettings {
    /** Its name for screen readers. */
    readonly label: string;
    readonly placeholder: string;
    /** Why nothing can be written, for people. */
    readonly refused?: string;
}

let made = 0;

/**
 * The editor of a message. Its model is its own: it is no document that plugins would be told of at every key.
 * It may be moved to another window with its element. Whoever makes it disposes it.
 */
export class MessageEditor implements Disposable {
    readonly uri = monaco.Uri.from({ scheme: MESSAGE_SCHEME, path: `/${++made}` });
    private readonly toDispose = new DisposableCollection();
    private readonly model: monaco.editor.ITextModel;
    private readonly editor: CodeEditorWidget;
    private readonly keys: Record<keyof typeof RECALL_KEYS, IContextKey<boolean>>;
    private byPerson = true;

    constructor(
        readonly node: HTMLElement,
        text: string,
        settings: MessageSettings,
        readonly owner: MessageOwner
    ) {
        this.model = monaco.editor.createModel(text, MESSAGE_LANGUAGE, this.uri);
        this.model.setEOL(monaco.editor.EndOfLineSequence.LF);
        const instantiation = StandaloneServices.get(IInstantiationService).createChild(readableServices());
        this.editor = instantiation.createInstance(CodeEditorWidget, node, editorOptions(getComputedStyle(node)), {
            isSimpleWidget: true
        });
        this.toDispose.pushAll([this.editor, this.model, instantiation]);
        this.keys = this.editor.invokeWithinContext(accessor => {
            const service = accessor.get(IContextKeyService);
            return {
                older: service.createKey<boolean>(RECALL_KEYS.older, false),
                newer: service.createKey<boolean>(RECALL_KEYS.newer, false)
            };
        });
        this.listen();
        // the two declarations of a model are not comparable to the compiler; it is one
        this.editor.setModel(this.model as unknown as Parameters<CodeEditorWidget['setModel']>[0]);
        this.editor.setPosition(this.model.getPositionAt(text.length));
        this.set(settings);
        this.moved();
    }

    get text(): string {
        return this.model.getValue();
    }

    get onDidDispose(): Event<void> {
        return this.toDispose.onDispose;
    }

    get focused(): boolean {
        return this.editor.hasTextFocus();
    }

    get selected(): string {
        const selection = this.editor.getSelection();
        return selection ? this.model.getValueInRange(selection) : '';
    }

    get isReadOnly(): boolean {
        return this.editor.getRawOptions().readOnly ?? false;
    }

    selectAll(): void {
        this.editor.setSelection(this.model.getFullModelRange());
    }

    focus(): void {
        this.editor.focus();
    }

    set({ label, placeholder, refused }: MessageSettings): void {
        this.editor.updateOptions({
            ariaLabel: refused ? `${label}. ${refused}` : label,
            placeholder: refused ?? placeholder,
            readOnly: refused !== undefined,
            domReadOnly: refused !== undefined
        });
    }

    /** Puts another text in, as something that can be undone; the caret goes to its end. */
    write(text: string): void {
        this.replace(this.model.getFullModelRange(), text);
        this.editor.setPosition(this.model.getPositionAt(text.length));
    }

    /** Puts a text where the caret is. */
    insert(text: string): void {
        this.replace(this.editor.getSelection() ?? this.model.getFullModelRange(), text);
    }

    /** Shows what completes the word at the caret. */
    suggest(): void {
        this.editor.trigger('dispatch', 'editor.action.triggerSuggest', {});
    }

    /** Brings back what was said before. */
    takeBack(step: keyof typeof RECALL_KEYS): void {
        if (this.owner.recall.may(step, this.text)) {
            this.write(this.owner.recall.take(step));
            this.moved();
        }
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    private listen(): void {
        this.toDispose.push(this.editor.onDidContentSizeChange(() => this.grow()));
        this.toDispose.push(this.editor.onDidChangeCursorPosition(() => this.moved()));
        this.toDispose.push(
            this.editor.onDidChangeModelContent(() => {
                if (this.byPerson) {
                    this.owner.recall.reset();
                }
                this.moved();
                this.owner.changed(this.text);
            })
        );
        this.toDispose.push(
            this.editor.onKeyDown(event => {
                const { shiftKey, altKey, ctrlKey, metaKey, browserEvent } = event;
                const enter = event.keyCode === Number(monaco.KeyCode.Enter) && !browserEvent.isComposing;
                if (enter && !shiftKey && !altKey && !ctrlKey && !metaKey) {
                    event.preventDefault();
                    event.stopPropagation();
                    this.owner.send();
                }
            })
        );
    }

    /** An arrow key brings back what was said only where it would not move the caret to another line. */
    private moved(): void {
        const line = this.editor.getPosition()?.lineNumber ?? 1;
        const { recall } = this.owner;
        this.keys.older.set(line === 1 && recall.may('older', this.text));
        this.keys.newer.set(line === this.model.getLineCount() && recall.may('newer', this.text));
        // told to those who may not take the focus from somebody who is writing
        this.node.toggleAttribute('data-written', this.model.getValueLength() > 0);
    }

    private grow(): void {
        const height = Math.min(this.editor.getContentHeight(), MAX_HEIGHT);
        this.node.style.height = `${height}px`;
        this.editor.layout({ width: this.node.clientWidth, height });
    }

    private replace(range: monaco.IRange, text: string): void {
        this.byPerson = false;
        try {
            this.editor.pushUndoStop();
            this.editor.executeEdits('dispatch', [{ range, text, forceMoveMarkers: true }]);
            this.editor.pushUndoStop();
        } finally {
            this.byPerson = true;
        }
    }
}

/**
 * With these, the text area of the editor always has the text. Monaco leaves it as it was unless the person has told that
 * there is a screen reader, in a setting for all editors.
 */
function readableServices(): ServiceCollection {
    const accessibility: IAccessibilityService = Object.create(StandaloneServices.get(IAccessibilityService), {
        isScreenReaderOptimized: { value: () => true }
    });
    return new ServiceCollection([IAccessibilityService, accessibility]);
}

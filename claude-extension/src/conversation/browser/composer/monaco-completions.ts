import * as monaco from '@theia/monaco-editor-core';
import type { CompletionTrigger } from '../../domain/completion-trigger';
import type { Suggestion } from './suggestion';

const { CompletionItemKind } = monaco.languages;

/** The icons of the editor's list, by the names of codicons that suggestions have. */
const KINDS: Record<string, monaco.languages.CompletionItemKind | undefined> = {
    file: CompletionItemKind.File,
    folder: CompletionItemKind.Folder,
    'symbol-method': CompletionItemKind.Method,
    warning: CompletionItemKind.Issue,
    terminal: CompletionItemKind.Tool,
    'symbol-event': CompletionItemKind.Event,
    'mortar-board': CompletionItemKind.Module
};

/** Suggestions as the editor shows them: all of them, in their order. `command` is run when one was taken. */
export function completionsOf(
    suggestions: readonly Suggestion[],
    { start, end }: CompletionTrigger,
    model: monaco.editor.ITextModel,
    command: (suggestion: Suggestion) => monaco.languages.Command
): monaco.languages.CompletionItem[] {
    const range = rangeOf(model, start, end);
    const written = model.getValueInRange(range);
    // what is inserted may bring its own space
    const spaceAfter = rangeOf(model, end, end + 1);
    const doubled = model.getValueInRange(spaceAfter) === ' ' ? [{ range: spaceAfter, text: '' }] : undefined;
    return suggestions.map((suggestion, i) => ({
        label: { label: suggestion.label, description: suggestion.detail },
        // the row has no room for a long one; Ctrl+Space shows all of it
        documentation: suggestion.detail,
        kind: KINDS[suggestion.icon] ?? CompletionItemKind.Text,
        insertText: suggestion.insert,
        additionalTextEdits: suggestion.insert.endsWith(' ') ? doubled : undefined,
        filterText: written,
        sortText: String(i).padStart(4, '0'),
        range,
        command: command(suggestion)
    }));
}

function rangeOf(model: monaco.editor.ITextModel, start: number, end: number): monaco.Range {
    return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
}

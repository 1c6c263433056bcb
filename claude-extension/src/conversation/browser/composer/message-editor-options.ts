import type { CodeEditorWidget } from '@theia/monaco-editor-core/esm/vs/editor/browser/widget/codeEditor/codeEditorWidget';

type EditorOptions = ConstructorParameters<typeof CodeEditorWidget>[1];

/** An editor that looks like the input of a form, in the font of the element that it is in. */
export function editorOptions({ fontFamily, fontSize, lineHeight }: CSSStyleDeclaration): EditorOptions {
    return { ...LOOK, ...QUIET, ...FOR_EVERYBODY, ...SUGGESTIONS, ...fontOptions(fontFamily, fontSize, lineHeight) };
}

function fontOptions(fontFamily: string, fontSize: string, lineHeight: string): EditorOptions {
    const size = Number.parseFloat(fontSize) || 13;
    // "normal" is no number
    return { fontFamily, fontSize: size, lineHeight: Number.parseFloat(lineHeight) || Math.round(size * 1.5) };
}

const LOOK: EditorOptions = {
    automaticLayout: true,
    cursorBlinking: 'solid',
    fixedOverflowWidgets: true,
    folding: false,
    glyphMargin: false,
    guides: { indentation: false },
    lineDecorationsWidth: 0,
    lineNumbers: 'off',
    lineNumbersMinChars: 0,
    minimap: { enabled: false },
    overviewRulerBorder: false,
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    padding: { top: 4, bottom: 4 },
    renderLineHighlight: 'none',
    scrollBeyondLastColumn: 0,
    scrollBeyondLastLine: false,
    scrollbar: { horizontal: 'hidden', verticalScrollbarSize: 8, useShadows: false, alwaysConsumeMouseWheel: false },
    stickyScroll: { enabled: false },
    wordWrap: 'on',
    wrappingStrategy: 'advanced'
};

/** A message is prose: nothing is underlined, completed, closed or looked up by itself. */
const QUIET: EditorOptions = {
    autoClosingBrackets: 'never',
    autoClosingQuotes: 'never',
    autoIndent: 'keep',
    codeLens: false,
    colorDecorators: false,
    // it has one of its own, without what is for code
    contextmenu: false,
    dragAndDrop: false,
    // what is pasted and dropped is brought by the input itself
    dropIntoEditor: { enabled: false },
    pasteAs: { enabled: false },
    // without a selection nothing is copied or cut
    emptySelectionClipboard: false,
    hover: { enabled: 'off' },
    inlineSuggest: { enabled: false },
    links: false,
    matchBrackets: 'never',
    occurrencesHighlight: 'off',
    parameterHints: { enabled: false },
    renderWhitespace: 'none',
    selectionHighlight: false,
    unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false }
};

/**
 * With these, what has the focus is a text area that holds the text: to screen readers, to input methods and to the
 * keyboards of phones. Tab goes on to what is beside the input, as everywhere.
 */
const FOR_EVERYBODY: EditorOptions = { accessibilitySupport: 'on', editContext: false, tabFocusMode: true };

const SUGGESTIONS: EditorOptions = {
    acceptSuggestionOnCommitCharacter: false,
    acceptSuggestionOnEnter: 'on',
    quickSuggestions: { other: 'on', comments: 'on', strings: 'on' },
    quickSuggestionsDelay: 0,
    suggest: { showWords: false, showSnippets: false, showStatusBar: false, localityBonus: false },
    suggestFontSize: 13,
    suggestLineHeight: 24,
    suggestSelection: 'first',
    tabCompletion: 'off'
};

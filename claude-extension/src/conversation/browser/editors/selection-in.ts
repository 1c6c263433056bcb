import type { Range } from '@theia/core/shared/vscode-languageserver-protocol';
import type { TextEditor } from '@theia/editor/lib/browser/editor';
import { z } from 'zod';

const MonacoPosition = z.object({ lineNumber: z.int().min(1), column: z.int().min(1) });
const CodeState = z.object({
    cursorState: z.array(z.object({ selectionStart: MonacoPosition, position: MonacoPosition })).min(1)
});
/** What Monaco keeps of an editor that is left, and of one that compares, of which the right side counts. */
const ViewState = z.union([CodeState, z.object({ modified: CodeState }).transform(({ modified }) => modified)]);

/**
 * What is selected in an editor, also in one behind other tabs: Theia takes the model away from that
 * (https://github.com/eclipse-theia/theia/issues/14880), and its `selection` is the beginning of the file.
 */
export function selectionIn(editor: Pick<TextEditor, 'selection' | 'storeViewState'>): Range {
    const state = ViewState.safeParse(editor.storeViewState());
    if (!state.success) {
        // never shown: nobody has selected anything
        return editor.selection;
    }
    const [{ selectionStart, position }] = state.data.cursorState;
    const [start, end] = [selectionStart, position].sort((a, b) => a.lineNumber - b.lineNumber || a.column - b.column);
    return { start: placeOf(start), end: placeOf(end) };
}

function placeOf({ lineNumber, column }: z.infer<typeof MonacoPosition>): Range['start'] {
    return { line: lineNumber - 1, character: column - 1 };
}

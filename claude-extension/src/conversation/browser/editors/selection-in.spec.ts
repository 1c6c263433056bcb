import { expect } from 'chai';
import type { TextEditor } from '@theia/editor/lib/browser/editor';
import { selectionIn } from './selection-in';

const NOWHERE = { line: 0, character: 0 };

/** An editor as Theia leaves one that is behind another tab: nothing is selected in it, but it has a state to come back to. */
function editorBehind(state: object | undefined): Pick<TextEditor, 'selection' | 'storeViewState'> {
    return {
        selection: { start: NOWHERE, end: NOWHERE, direction: 'ltr' },
        storeViewState: () => state as object
    };
}

function cursor(from: [number, number], to: [number, number]): object {
    const [selectionStart, position] = [from, to].map(([lineNumber, column]) => ({ lineNumber, column }));
    return { cursorState: [{ inSelectionMode: true, selectionStart, position }], viewState: {} };
}

describe('what is selected in an editor', () => {
    const lines = { start: { line: 2, character: 0 }, end: { line: 3, character: 4 } };

    it('is known of one behind another tab (what was selected there did not go with a message, and was not what code was applied to)', () => {
        expect(selectionIn(editorBehind(cursor([3, 1], [4, 5])))).to.deep.equal(lines);
    });

    it('begins with what stands first, whichever way it was made', () => {
        expect(selectionIn(editorBehind(cursor([4, 5], [3, 1])))).to.deep.equal(lines);
    });

    it('is that of the right side where two files are compared', () => {
        const state = { original: cursor([1, 1], [1, 1]), modified: cursor([3, 1], [4, 5]) };
        expect(selectionIn(editorBehind(state))).to.deep.equal(lines);
    });

    it('is nothing in one that was never shown', () => {
        expect(selectionIn(editorBehind(undefined))).to.deep.include({ start: NOWHERE, end: NOWHERE });
    });
});

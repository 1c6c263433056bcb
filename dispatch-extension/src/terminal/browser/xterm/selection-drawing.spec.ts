import { expect } from 'chai';
import { onlyWhenSeen } from './selection-drawing';
import { XtermCell, XtermRenderService } from './xterm-internals';

describe('drawing the selection', () => {
    let drawn: unknown[][];
    let render: XtermRenderService & { _isPaused: boolean };

    beforeEach(() => {
        drawn = [];
        render = {
            _isPaused: false,
            _needsFullRefresh: false,
            _needsSelectionRefresh: false,
            _selectionState: { columnSelectMode: false },
            _renderer: {},
            handleSelectionChanged(start?: XtermCell, end?: XtermCell, columnSelectMode = false) {
                Object.assign(this._selectionState, { start, end, columnSelectMode });
                drawn.push([start, end, columnSelectMode]);
            }
        };
        onlyWhenSeen(render);
    });

    it('happens at once where it is seen, also when the selection goes away', () => {
        render.handleSelectionChanged([0, 1], [5, 1], true);
        render.handleSelectionChanged(undefined, undefined, false);
        expect(drawn).to.deep.equal([
            [[0, 1], [5, 1], true],
            [undefined, undefined, false]
        ]);
    });

    it('does not happen where there was none and is none', () => {
        for (const isPaused of [false, true]) {
            render._isPaused = isPaused;
            render.handleSelectionChanged(undefined, undefined, false);
        }
        expect(drawn).to.deep.equal([]);
        expect(render._needsSelectionRefresh).to.equal(false);
    });

    it('waits while nobody sees it, and is what it was told last', () => {
        render._isPaused = true;
        render.handleSelectionChanged([0, 1], [5, 1], false);
        render.handleSelectionChanged([2, 2], [3, 2], true);
        expect(drawn).to.deep.equal([]);
        expect(render._selectionState).to.deep.equal({ start: [2, 2], end: [3, 2], columnSelectMode: true });
        expect([render._needsSelectionRefresh, render._needsFullRefresh]).to.deep.equal([true, true]);
    });
});

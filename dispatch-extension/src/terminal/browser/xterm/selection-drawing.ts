import { Terminal } from '@xterm/xterm';
import { internalsOf, XtermRenderService } from './xterm-internals';

/**
 * xterm 6.0.0 draws all rows again whenever the selection is told, also when there was and is none, which a reset tells
 * for each snapshot; and when nobody sees the terminal, where its DOM renderer then measures every single cell, because
 * what is hidden has no width that could be remembered. With five hidden floods that was half of a page's time. Here a
 * hidden terminal draws its selection when it is seen, and no selection in the place of no selection is not drawn.
 * To be called once, for a terminal that was opened. May go when xterm does so.
 */
export function drawSelectionOnlyWhenSeen(terminal: Terminal): void {
    const { _renderService } = internalsOf(terminal);
    if (_renderService) {
        onlyWhenSeen(_renderService);
    }
}

export function onlyWhenSeen(render: XtermRenderService): void {
    const draw = render.handleSelectionChanged.bind(render);
    render.handleSelectionChanged = (start, end, columnSelectMode) => {
        const state = render._selectionState;
        const isNothing = !start && !end && !state.start && !state.end;
        if (isNothing) {
            return;
        }
        if (render._isPaused) {
            Object.assign(state, { start, end, columnSelectMode });
            render._needsSelectionRefresh = true;
            render._needsFullRefresh = true;
        } else {
            draw(start, end, columnSelectMode);
        }
    };
}

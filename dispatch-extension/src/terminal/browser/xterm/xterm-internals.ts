import { Terminal } from '@xterm/xterm';

/** The part of an opened terminal that has the scrollbar. */
export interface XtermViewport {
    _sync(line?: number): void;
    scrollLines(lines: number): void;
    scrollToLine(line: number, disableSmoothScroll?: boolean): void;
}

/** A cell: column and row in the buffer. */
export type XtermCell = [number, number];

/** The part that draws rows and selection when something has changed. */
export interface XtermRenderService {
    /** Nobody sees it. */
    readonly _isPaused: boolean;
    /** To be drawn as soon as it is seen. */
    _needsFullRefresh: boolean;
    _needsSelectionRefresh: boolean;
    readonly _selectionState: { start?: XtermCell; end?: XtermCell; columnSelectMode: boolean };
    readonly _renderer: { readonly value?: { readonly _widthCache?: XtermWidthCache } };
    handleSelectionChanged(start: XtermCell | undefined, end: XtermCell | undefined, columnSelectMode: boolean): void;
}

/** How wide characters are drawn by the DOM; the variant is 1 for bold, 2 for italic, 3 for both. */
export interface XtermWidthCache {
    readonly _container: HTMLElement;
    readonly _measureElements: readonly HTMLElement[];
    clear(): void;
    _measure(character: string, variant: number): number;
}

/**
 * What is used of xterm 6.0.0 beside its interface, each for a defect that is named where it is used. A test compares the
 * names with xterm's source; where one is missing at run time, xterm is left as it is.
 */
export interface XtermInternals {
    readonly _viewport?: XtermViewport;
    readonly _renderService?: XtermRenderService;
}

/** Those of a terminal that was opened. */
export function internalsOf(terminal: Terminal): XtermInternals {
    return (terminal as unknown as { _core: XtermInternals })._core;
}

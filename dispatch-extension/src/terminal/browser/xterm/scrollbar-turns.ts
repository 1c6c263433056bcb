import { Terminal } from '@xterm/xterm';
import { internalsOf, XtermViewport } from './xterm-internals';

/**
 * xterm 6.0.0 lays out its scrollbar for every line that is added (`Viewport`, `onScroll`), with timers and styles: five
 * times what it takes to parse the line. Here it is done once for all lines of one turn, before anything else can happen.
 * To be called once, for a terminal that was opened. May go when xterm waits by itself.
 */
export function layOutScrollbarOncePerTurn(terminal: Terminal): void {
    const { _viewport } = internalsOf(terminal);
    if (_viewport) {
        oncePerTurn(_viewport);
    }
}

/** Who scrolls by what the scrollbar knows finds it up to date. */
export function oncePerTurn(viewport: XtermViewport): void {
    const sync = viewport._sync.bind(viewport);
    const scrollLines = viewport.scrollLines.bind(viewport);
    const scrollToLine = viewport.scrollToLine.bind(viewport);
    let isDue = false;
    const catchUp = (): void => {
        if (isDue) {
            isDue = false;
            sync();
        }
    };
    viewport._sync = line => {
        if (line !== undefined) {
            // once per frame
            sync(line);
        } else if (!isDue) {
            isDue = true;
            queueMicrotask(catchUp);
        }
    };
    viewport.scrollLines = lines => {
        catchUp();
        scrollLines(lines);
    };
    viewport.scrollToLine = (line, disableSmoothScroll) => {
        catchUp();
        scrollToLine(line, disableSmoothScroll);
    };
}

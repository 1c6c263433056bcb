import type { Disposable } from '@theia/core/lib/common/disposable';
import type { IMarker, Terminal } from '@xterm/xterm';

/** Output that is older than a terminal's scrollback, as a feature shows it over the screen. */
export interface OutputAbove {
    /** The terminal that lies over the screen; undefined while the screen itself is shown. */
    readonly shown: Terminal | undefined;
    /** Where in the output the line at the top of that stands, in bytes; undefined while the screen itself is shown. */
    readonly position: number | undefined;
    /** The top of the scrollback was reached; one wants to go on by so many lines. */
    goUp(lines: number): void;
    /** One wants to see the oldest output that there is. */
    goToOldest(): void;
    /** One wants to see the newest output. Nothing happens where the screen is shown. */
    goToNewest(): void;
    /** Shows the row with this position of the output. Undefined where that failed, or was left meanwhile. */
    reveal(position: number): Promise<PageAbove | undefined>;
}

/** Older output, as it is shown until more of it is wanted. */
export interface PageAbove {
    readonly terminal: Terminal;
    /** Of a position that {@link PlacesAbove} has named. Undefined where its row is not on this page. */
    markerAt(position: number): IMarker | undefined;
}

/** What another feature shows at certain places of older output. */
export interface PlacesAbove {
    /** The positions of places from `from` up to `to`, in bytes of the output. */
    between(from: number, to: number): readonly number[];
    /** Their rows are known: a page is about to be shown. What is answered is disposed of before the page is. */
    mark(page: PageAbove): Disposable;
}

import type { Terminal } from '@xterm/xterm';

/** Output that is older than a terminal's scrollback, as a feature shows it over the screen. */
export interface OutputAbove {
    /** The terminal that lies over the screen; undefined while the screen itself is shown. */
    readonly shown: Terminal | undefined;
    /** The top of the scrollback was reached; one wants to go on by so many lines. */
    goUp(lines: number): void;
    /** One wants to see the oldest output that there is. */
    goToOldest(): void;
    /** One wants to see the newest output. Nothing happens where the screen is shown. */
    goToNewest(): void;
}

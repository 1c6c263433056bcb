import type { Event } from '@theia/core/lib/common/event';

/** What the find box looks for. */
export interface FindQuery {
    readonly text: string;
    readonly caseSensitive: boolean;
    readonly wholeWord: boolean;
    readonly regex: boolean;
}

/** Matches in output that is older than a terminal's scrollback, as a feature knows them. */
export interface EarlierMatches {
    /** The count, the progress or what is shown has changed. */
    readonly onDidChange: Event<void>;
    readonly count: number;
    /** There are more than are counted. */
    readonly isCut: boolean;
    /** 0 to 1 while a search is under way. */
    readonly progress: number | undefined;
    /** Why the search was given up. */
    readonly error: string | undefined;
    /** The match that is shown over the screen, 0 for the newest; undefined while the screen is shown. */
    readonly shownIndex: number | undefined;
    /** Looks for this in place of what was looked for; for nothing where it is undefined. */
    find(query: FindQuery | undefined): void;
    /** Shows a match, 0 for the newest. */
    show(index: number): void;
    /** Puts the focus on what is shown over the screen. False while the screen is shown. */
    focus(): boolean;
    /** Shows the screen, at the oldest or the newest line of its scrollback. */
    leave(to: 'oldest' | 'newest'): void;
}

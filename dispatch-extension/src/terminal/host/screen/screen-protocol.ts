import { GridChange } from '../../domain/grid-history';
import { UnwrittenTail } from './recorded-output';
import { ScreenPicture } from './terminal-mirror';

/** Both sides must have the same: an older session host may find a newer worker beside it, after an upgrade. */
export const SCREEN_PROTOCOL = 3;

/** Where a terminal is recorded, and how far. */
export interface ScreenOutput {
    /** The folder of its segments. */
    readonly folder: string;
    /** Where a picture is kept, so that not everything has to be read again. */
    readonly checkpointFile: string;
    /** To be read up to here, in bytes. */
    readonly end: number;
    readonly grids: readonly GridChange[];
    /** Places whose lines are to be followed, in their order. */
    readonly places: readonly number[];
    readonly tail?: UnwrittenTail;
}

/** What is asked of the screen of a terminal. */
export type ScreenTask =
    /** Its picture at `end`, or later. */
    | { readonly want: 'picture'; readonly output: ScreenOutput }
    /** The same with few lines above the screen. */
    | { readonly want: 'brief picture'; readonly output: ScreenOutput }
    /** To read up to `end`, so that a picture is near when one is asked for. */
    | { readonly want: 'advance'; readonly output: ScreenOutput }
    /**
     * To leave out what has scrolled away before `end`, and to read no further: next to nothing beside a flood. What a
     * full-screen program draws is read up to `end`.
     */
    | { readonly want: 'leave out'; readonly output: ScreenOutput }
    /** To read up to `end`, and to keep the picture on the disk. */
    | { readonly want: 'checkpoint'; readonly output: ScreenOutput }
    /** To let go of it. Answered when nothing of it is under way any more. */
    | { readonly want: 'forget' };

/** Main thread → worker. */
export interface ScreenRequest {
    readonly id: number;
    /** Names the terminal. */
    readonly key: string;
    readonly task: ScreenTask;
}

/** Worker → main thread: one for each request. */
export interface ScreenAnswer {
    readonly id: number;
    readonly picture?: ScreenPicture;
    /** Why it failed. */
    readonly error?: string;
}

import { z } from 'zod';
import { request, rpcContract } from '../../kernel/common/rpc-contract';
import { GAP_REASONS, Grid } from '../../session/common/stream-frames';

/** A range of output is at most this long, in bytes. */
export const MAX_RANGE_BYTES = 512 * 1024;
/** Matches that one answer may hold. */
export const MAX_MATCHES = 500;
/** The text of a match's line is given up to this length, in UTF-16 units. */
export const MAX_MATCH_TEXT = 500;

const Position = z.number().int().nonnegative();

/** Output that is not there any more, or never was, from a position up to another one. */
export const MissingOutput = z.object({ from: Position, to: Position, reason: z.enum(GAP_REASONS) });
export type MissingOutput = z.infer<typeof MissingOutput>;

/** What is searched for. */
export const HistoryQuery = z.object({
    query: z.string().min(1).max(1_000),
    isRegex: z.boolean().default(false),
    matchCase: z.boolean().default(false),
    wholeWord: z.boolean().default(false)
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

/** Where a line was found that contains what was searched for. */
export const HistoryMatch = z.object({
    /** Where its line begins, in bytes of the output. */
    at: Position,
    /** In the text of the line, in UTF-16 units. */
    column: z.number().int().nonnegative(),
    length: z.number().int().positive(),
    /** How many matches stand before it in this line. */
    ordinal: z.number().int().nonnegative(),
    /** The line around the match, cut where it is long. */
    text: z.string().max(MAX_MATCH_TEXT)
});
export type HistoryMatch = z.infer<typeof HistoryMatch>;

/** A range of output, as it was recorded, without what full-screen programs drew. */
export const HistoryRange = z.object({
    from: Position,
    to: Position,
    /** Its bytes in base64, by the position of the first one. What lies between two of them is not shown. */
    pieces: z.array(z.object({ at: Position, data: z.string() })),
    /** The size at `from`, and the later ones. */
    grids: z.array(z.object({ at: Position, grid: Grid })),
    /** When it came: the time at `from`, and some later ones. Empty where nothing is known. */
    times: z.array(z.object({ at: Position, ms: z.number().int() })),
    missing: z.array(MissingOutput),
    /** The oldest position that is retained, and the newest. */
    start: Position,
    end: Position
});
export type HistoryRange = z.infer<typeof HistoryRange>;

export const ExportFormat = z.enum(['text', 'asciicast']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** What `callSession` knows of the earlier output of a terminal. Positions are in bytes of its output. */
export const HistoryRpc = rpcContract({
    requests: {
        /** Whole lines that end at `before`, or begin at `after`, which must be the beginning of a line. */
        readHistory: request({
            params: z.object({
                before: Position.optional(),
                after: Position.optional(),
                bytes: z.number().int().min(1_024).max(MAX_RANGE_BYTES).default(MAX_RANGE_BYTES)
            }),
            result: HistoryRange
        }),
        /**
         * The position at which lines stand that a terminal shows: `lines`, oldest first, without their wraps, and how
         * many there are from the first of them on, up to the newest. `exact`: they were found, not only counted.
         */
        locateHistory: request({
            params: z.object({
                lines: z.array(z.string().max(10_000)).min(1).max(40),
                below: z.number().int().min(1).max(200_000)
            }),
            result: z.object({ at: Position, exact: z.boolean(), start: Position, end: Position })
        }),
        /**
         * Searches backwards from `before`, for at most about a second. `scannedTo`: everything from there on has been
         * searched; it is `start` at the end. The way to stop is not to ask for the next part.
         */
        searchHistory: request({
            params: HistoryQuery.extend({
                before: Position,
                limit: z.number().int().min(1).max(MAX_MATCHES).default(MAX_MATCHES)
            }),
            /** Newest first. */
            result: z.object({ matches: z.array(HistoryMatch), scannedTo: Position, start: Position })
        }),
        /** The next part of an export, from position `from`, which was `next` of the part before; up to `end`. */
        exportHistory: request({
            params: z.object({ format: ExportFormat, from: Position, end: Position.optional() }),
            result: z.object({ text: z.string(), next: Position, end: Position, start: Position, done: z.boolean() })
        })
    },
    notifications: {}
});

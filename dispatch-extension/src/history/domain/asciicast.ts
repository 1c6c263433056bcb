import { Grid } from '../../session/common/stream-frames';
import { GridChange } from '../../terminal/domain/grid-history';
import { TimeMark } from '../../terminal/domain/output-times';
import { wholeCharacters } from './output-cuts';
import { findShellMarks, withoutSpans } from './shell-marks';

/** Output is told in events of at most this size, in bytes. */
const MAX_EVENT_BYTES = 32 * 1024;

/** The first line of an asciicast of version 2 (https://docs.asciinema.org/manual/asciicast/v2/). */
export function castHeader(grid: Grid, title: string, startedAtMs: number | undefined): string {
    const timestamp = startedAtMs === undefined ? undefined : Math.floor(startedAtMs / 1_000);
    return `${JSON.stringify({ version: 2, width: grid.columns, height: grid.rows, timestamp, title })}\n`;
}

/** A piece of a recording. */
export interface CastPiece {
    /** The position of its first byte. */
    readonly at: number;
    readonly bytes: Uint8Array;
    /** The time in force at `at`, and later ones; empty where nothing is known. */
    readonly times: readonly TimeMark[];
    /** The sizes from behind `at` on; the one at `at` itself has been told. */
    readonly grids: readonly GridChange[];
    /** When the recording began, in ms. */
    readonly startedAtMs: number;
    /** Nothing follows: a character that is cut is told as it is. */
    readonly isLast: boolean;
}

/** The lines of a piece: its output without the marks of shells, and its sizes, with their times. `next`: the position that comes after it. */
export function castEvents(piece: CastPiece): { text: string; next: number } {
    const { at, bytes, isLast } = piece;
    const { spans, openAt } = findShellMarks(bytes);
    const whole = Math.min(wholeCharacters(bytes), openAt);
    const end = at + (isLast ? openAt : whole || bytes.length);
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const lines: string[] = [];
    for (let position = at; position < end;) {
        const next = nextEvent(piece, position, end);
        const part = withoutSpans(bytes, { from: position - at, to: next - at }, spans);
        const text = decoder.decode(part, { stream: next < end });
        if (text !== '') {
            lines.push(JSON.stringify([secondsAt(piece, position), 'o', text]));
        }
        for (const { grid } of piece.grids.filter(change => change.at === next)) {
            lines.push(JSON.stringify([secondsAt(piece, next), 'r', `${grid.columns}x${grid.rows}`]));
        }
        position = next;
    }
    return { text: lines.map(line => `${line}\n`).join(''), next: isLast ? at + bytes.length : end };
}

function nextEvent({ times, grids }: CastPiece, position: number, end: number): number {
    const later = (changes: readonly { at: number }[]): number => changes.find(({ at }) => at > position)?.at ?? end;
    return Math.min(end, position + MAX_EVENT_BYTES, later(times), later(grids));
}

function secondsAt({ times, startedAtMs }: CastPiece, position: number): number {
    const mark = times.findLast(({ at }) => at <= position) ?? times[0];
    return mark ? Math.max(0, mark.ms - startedAtMs) / 1_000 : 0;
}

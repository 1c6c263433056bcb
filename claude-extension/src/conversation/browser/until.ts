import { ClaudeText } from './claude-text';
import { formatDuration } from './duration';

const DAY_MS = 24 * 3_600_000;

/** Until when a usage limit is waited for, for people, in the time of the page. `goesOn`: by itself. */
export function sayUntil(untilMs: number | undefined, nowMs: number, goesOn: boolean): string {
    if (untilMs === undefined) {
        return goesOn ? ClaudeText.parked.goesOnSometime : ClaudeText.parked.untilUnknown;
    }
    if (untilMs <= nowMs) {
        return ClaudeText.parked.passed;
    }
    const at = sayTime(untilMs, nowMs);
    const left = formatDuration(untilMs - nowMs);
    return goesOn ? ClaudeText.parked.goesOnAt(at, left) : ClaudeText.parked.passesAt(at, left);
}

/** With the day where it is not within the next 24 hours. */
function sayTime(atMs: number, nowMs: number): string {
    const time = { hour: '2-digit', minute: '2-digit' } as const;
    return atMs - nowMs < DAY_MS
        ? new Date(atMs).toLocaleTimeString([], time)
        : new Date(atMs).toLocaleString([], { day: 'numeric', month: 'short', ...time });
}

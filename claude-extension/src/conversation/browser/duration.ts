/** A duration for people: "0.4 s", "12 s", "3 min 5 s", "2 h 4 min". Below zero (clocks differ) counts as zero. */
export function formatDuration(ms: number): string {
    const seconds = Math.max(0, ms) / 1_000;
    if (seconds < 9.95) {
        return `${seconds.toFixed(1)} s`;
    }
    const whole = Math.round(seconds);
    if (whole < 60) {
        return `${whole} s`;
    }
    const minutes = Math.floor(whole / 60);
    return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long something took, for people; undefined where that is not known, as of what was said elsewhere: all at one time. */
export function durationBetween(startedAtMs: number | undefined, endedAtMs: number | undefined): string | undefined {
    return startedAtMs === undefined || endedAtMs === undefined || startedAtMs === endedAtMs
        ? undefined
        : formatDuration(endedAtMs - startedAtMs);
}

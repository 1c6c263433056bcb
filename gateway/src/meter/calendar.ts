/** The day of a moment in this time zone, like `2026-11-25`. */
export function dayOf(atMs: number): string {
    const at = new Date(atMs);
    return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(part => String(part).padStart(2, '0')).join('-');
}

/** The first day of the month of a moment. */
export function firstDayOfMonth(atMs: number): string {
    return `${dayOf(atMs).slice(0, 8)}01`;
}

/** When the day of a moment ends, in ms. */
export function endOfDay(atMs: number): number {
    const at = new Date(atMs);
    return new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1).getTime();
}

/** When the month of a moment ends, in ms. */
export function endOfMonth(atMs: number): number {
    const at = new Date(atMs);
    return new Date(at.getFullYear(), at.getMonth() + 1, 1).getTime();
}

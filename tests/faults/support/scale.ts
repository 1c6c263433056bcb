/**
 * How much of a fault test is run. `npm test` runs the small counts, `npm run faults` (FAULTS=whole) those of the
 * catalogue.
 */
export const WHOLE = process.env['FAULTS'] === 'whole';

/** The count for this run. */
export function count(small: number, whole: number): number {
    return WHOLE ? whole : small;
}

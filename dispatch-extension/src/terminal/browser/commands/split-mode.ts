/** In a place that is narrower, in CSS pixels, two terminals beside each other have fewer than some 30 columns each. */
const MIN_SIDE_BY_SIDE_PX = 520;

/** Where a split goes in a place of this width, in CSS pixels: beside, or below where that is too narrow to be read. */
export function splitModeFor(widthPx: number): 'split-right' | 'split-bottom' {
    return widthPx < MIN_SIDE_BY_SIDE_PX ? 'split-bottom' : 'split-right';
}

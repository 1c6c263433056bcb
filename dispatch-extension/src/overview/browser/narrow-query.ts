/** Below this width of the window, in CSS pixels, a side bar and an editor do not both fit. */
const NARROW_PX = 768;
export const NARROW_QUERY = `(max-width: ${NARROW_PX - 1}px)`;

/** Whether the window is as narrow as that of a phone. */
export function isNarrow(): boolean {
    return window.matchMedia(NARROW_QUERY).matches;
}

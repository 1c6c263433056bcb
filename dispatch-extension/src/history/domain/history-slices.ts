/** A slice of output: it begins at a place that is to be known, and is short. */
export interface OutputSlice {
    readonly at: number;
    readonly bytes: Uint8Array;
}

const LF = 0x0a;
const SLICE_BYTES = 4 * 1024;

/** Cuts a piece of output at these positions, and at line ends so that no slice is much longer than 4 KiB of lines. */
export function slicesOf({ at, bytes }: OutputSlice, cuts: readonly number[]): OutputSlice[] {
    const bounds = cuts.map(cut => cut - at).filter(cut => cut > 0 && cut < bytes.length);
    for (let from = SLICE_BYTES; from < bytes.length; from += SLICE_BYTES) {
        const lineEnd = bytes.indexOf(LF, from);
        if (lineEnd < 0) {
            break;
        }
        bounds.push(lineEnd + 1);
        from = lineEnd + 1;
    }
    const sorted = [...new Set([0, ...bounds, bytes.length])].sort((a, b) => a - b);
    return sorted.slice(1).map((end, index) => ({ at: at + sorted[index], bytes: bytes.subarray(sorted[index], end) }));
}

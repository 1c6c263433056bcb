/** A run of lines that differs: `before` lines from `beforeStart` became `after` lines from `afterStart`. Counted from 0. */
export interface LineChange {
    readonly beforeStart: number;
    readonly beforeCount: number;
    readonly afterStart: number;
    readonly afterCount: number;
}

/** Above this many differing lines it is not worth its time to find the fewest, and all is one change. */
const MAX_EDITS = 1_000;

/** The lines of a text, each with its line break; joined they are the text again. */
export function splitLines(text: string): string[] {
    const lines: string[] = [];
    for (let start = 0; start < text.length;) {
        const end = text.indexOf('\n', start);
        const next = end === -1 ? text.length : end + 1;
        lines.push(text.slice(start, next));
        start = next;
    }
    return lines;
}

/** The fewest changes that make `after` of `before`, in order (Myers, "An O(ND) difference algorithm", 1986). */
export function changesBetween(before: readonly string[], after: readonly string[]): LineChange[] {
    let start = 0;
    while (start < before.length && start < after.length && before[start] === after[start]) {
        start++;
    }
    let end = 0;
    const most = Math.min(before.length, after.length) - start;
    while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) {
        end++;
    }
    const a = before.slice(start, before.length - end);
    const b = after.slice(start, after.length - end);
    if (a.length === 0 && b.length === 0) {
        return [];
    }
    const whole = { beforeStart: start, beforeCount: a.length, afterStart: start, afterCount: b.length };
    if (a.length === 0 || b.length === 0) {
        return [whole];
    }
    const pairs = commonPairs(a, b);
    return pairs ? gapsBetween(pairs, a.length, b.length, start) : [whole];
}

/** Joins changes with no more than `lines` equal lines between them. */
export function joinNear(changes: readonly LineChange[], lines: number): LineChange[] {
    const joined: LineChange[] = [];
    for (const change of changes) {
        const last = joined.at(-1);
        if (last && change.beforeStart - (last.beforeStart + last.beforeCount) <= lines) {
            joined[joined.length - 1] = {
                ...last,
                beforeCount: change.beforeStart + change.beforeCount - last.beforeStart,
                afterCount: change.afterStart + change.afterCount - last.afterStart
            };
        } else {
            joined.push(change);
        }
    }
    return joined;
}

/** Indexes of lines that both have in common, in order; undefined when too many differ. */
function commonPairs(a: readonly string[], b: readonly string[]): [number, number][] | undefined {
    const most = Math.min(a.length + b.length, MAX_EDITS);
    // how far down `a` each diagonal `k` was followed, at `k + most + 1`
    const reach = new Int32Array(2 * most + 3);
    const trail: Int32Array[] = [];
    for (let edits = 0; edits <= most; edits++) {
        trail.push(reach.slice(most - edits, most + edits + 3));
        for (let k = -edits; k <= edits; k += 2) {
            const at = k + most + 1;
            let x = goesDown(reach, at, k, edits) ? reach[at + 1] : reach[at - 1] + 1;
            while (x < a.length && x - k < b.length && a[x] === b[x - k]) {
                x++;
            }
            reach[at] = x;
            if (x >= a.length && x - k >= b.length) {
                return backtrack(trail, a.length, b.length);
            }
        }
    }
    return undefined;
}

function goesDown(reach: Int32Array, at: number, k: number, edits: number): boolean {
    return k === -edits || (k !== edits && reach[at - 1] < reach[at + 1]);
}

/** `trail[edits]` begins at the diagonal `-edits - 1`. */
function backtrack(trail: readonly Int32Array[], endX: number, endY: number): [number, number][] {
    const pairs: [number, number][] = [];
    let [x, y] = [endX, endY];
    for (let edits = trail.length - 1; edits >= 0; edits--) {
        const k = x - y;
        const at = k + edits + 1;
        const down = goesDown(trail[edits], at, k, edits);
        const fromX = edits === 0 ? 0 : trail[edits][down ? at + 1 : at - 1];
        const fromY = edits === 0 ? 0 : fromX - (down ? k + 1 : k - 1);
        while (x > fromX && y > fromY) {
            pairs.push([--x, --y]);
        }
        [x, y] = [fromX, fromY];
    }
    return pairs.reverse();
}

function gapsBetween(pairs: readonly [number, number][], aEnd: number, bEnd: number, offset: number): LineChange[] {
    const changes: LineChange[] = [];
    let [x, y] = [0, 0];
    for (const [nextX, nextY] of [...pairs, [aEnd, bEnd] as const]) {
        if (nextX > x || nextY > y) {
            changes.push({
                beforeStart: x + offset,
                beforeCount: nextX - x,
                afterStart: y + offset,
                afterCount: nextY - y
            });
        }
        [x, y] = [nextX + 1, nextY + 1];
    }
    return changes;
}

import { changesBetween, joinNear, LineChange, splitLines } from './line-changes';

/** `applied`: as it was made. `reverted`: again as before it. `changed`: that place is neither by now. */
export type HunkState = 'applied' | 'reverted' | 'changed';

/** A part of a changed file, and what has become of it. */
export interface HunkInPlace {
    readonly change: LineChange;
    readonly state: HunkState;
}

/** Changes with up to this many equal lines between them are one hunk, as git shows them. */
const JOINED_LINES = 6;

/** What was changed from `before` to `after`, and where it is in the file of today. Texts are bytes, one character each. */
export class HunkedFile {
    readonly before: readonly string[];
    readonly after: readonly string[];
    readonly hunks: readonly HunkInPlace[];
    private readonly now: readonly string[];
    private readonly later: readonly LineChange[];

    constructor(before: string, after: string, now: string) {
        this.before = splitLines(before);
        this.after = splitLines(after);
        this.now = splitLines(now);
        this.later = changesBetween(this.after, this.now);
        const sinceBefore = changesBetween(this.before, this.now);
        this.hunks = joinNear(changesBetween(this.before, this.after), JOINED_LINES).map(change => ({
            change,
            state: this.stateOf(change, sinceBefore)
        }));
    }

    /** The text of today without that hunk; undefined where it is not `applied`. */
    withoutHunk(hunk: HunkInPlace): string | undefined {
        return this.without([hunk]);
    }

    /** The text of today without any hunk that is still in it; undefined where one of them was changed since. */
    withoutAll(): string | undefined {
        return this.hunks.some(hunk => hunk.state === 'changed')
            ? undefined
            : this.without(this.hunks.filter(hunk => hunk.state === 'applied'));
    }

    private without(hunks: readonly HunkInPlace[]): string | undefined {
        const lines = [...this.now];
        // from the end, so that places before it stay where they are
        for (const { change, state } of [...hunks].reverse()) {
            if (state !== 'applied') {
                return undefined;
            }
            const { beforeStart, beforeCount, afterStart, afterCount } = change;
            const restored = this.before.slice(beforeStart, beforeStart + beforeCount);
            lines.splice(afterStart + this.shiftAt(afterStart), afterCount, ...restored);
        }
        return lines.join('');
    }

    private stateOf(change: LineChange, sinceBefore: readonly LineChange[]): HunkState {
        if (!touches(this.later, change.afterStart, change.afterCount)) {
            return 'applied';
        }
        return touches(sinceBefore, change.beforeStart, change.beforeCount) ? 'changed' : 'reverted';
    }

    private shiftAt(line: number): number {
        return this.later
            .filter(each => each.beforeStart + each.beforeCount <= line)
            .reduce((sum, each) => sum + each.afterCount - each.beforeCount, 0);
    }
}

/** Whether one of the changes is inside of these lines; where there are none, at their place. */
function touches(changes: readonly LineChange[], start: number, count: number): boolean {
    const end = start + count;
    return changes.some(({ beforeStart, beforeCount }) => {
        const changeEnd = beforeStart + beforeCount;
        return count === 0 ? beforeStart <= start && changeEnd >= start : beforeStart < end && changeEnd > start;
    });
}

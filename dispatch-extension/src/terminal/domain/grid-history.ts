import { Grid } from '../../session/common/stream-frames';

/** From which position of the output on a terminal had which size. */
export interface GridChange {
    at: number;
    grid: Grid;
}

/** The sizes of a terminal along its output, oldest first; of several at one position the last one. */
export class GridHistory {
    private readonly changes: GridChange[] = [];

    /** `changes`: as recorded, ordered by `at`; the first one is the size at the start. */
    constructor(changes: readonly GridChange[]) {
        changes.forEach(change => this.add(change));
    }

    /** The newest size. */
    get latest(): Grid | undefined {
        return this.changes.at(-1)?.grid;
    }

    /** All of them. */
    get all(): readonly GridChange[] {
        return this.changes;
    }

    add(change: GridChange): void {
        if (this.changes.at(-1)?.at === change.at) {
            this.changes.pop();
        }
        this.changes.push(change);
    }

    /** The size in force at `position`; a change at `position` itself is in force there. */
    inForceAt(position: number): Grid | undefined {
        return this.changes.findLast(change => change.at <= position)?.grid ?? this.changes[0]?.grid;
    }

    /** The position of the first change after `position`; `Infinity` for none. */
    nextAfter(position: number): number {
        return this.changes.find(change => change.at > position)?.at ?? Infinity;
    }
}

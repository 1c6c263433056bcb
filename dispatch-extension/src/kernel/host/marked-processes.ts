import { listMarks } from './process-tree';

/** For how long a list is fresh enough for the next who asks, in ms. */
const FRESH_MS = 1_000;

/** Finds processes by their mark for many who ask again and again: the system is gone through once a second at most. */
export class MarkedProcesses {
    private listed: { readonly atMs: number; readonly byMark: Promise<ReadonlyMap<string, number[]>> } | undefined;

    /** `variable`: the name that every mark (`NAME=value`) begins with. */
    constructor(private readonly variable: string) {}

    /** The ids of all processes that bear the mark, this one excepted, as of a second ago at most. */
    async find(mark: string): Promise<readonly number[]> {
        const nowMs = performance.now();
        if (!this.listed || nowMs - this.listed.atMs > FRESH_MS) {
            this.listed = { atMs: nowMs, byMark: listMarks(this.variable) };
        }
        return (await this.listed.byMark).get(mark) ?? [];
    }
}

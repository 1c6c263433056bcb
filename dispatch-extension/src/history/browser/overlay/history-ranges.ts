import { RpcClient } from '../../../kernel/common/rpc-contract';
import { HistoryRange, HistoryRpc } from '../../common/history-protocol';

/** How much is read at once, in bytes. */
const RANGE_BYTES = 192 * 1024;
/** So many ranges are shown at once; what is far away is let go of. */
const MAX_RANGES = 3;

/** What asks the session host for earlier output of one terminal. */
export type HistoryClient = RpcClient<typeof HistoryRpc>;

/** Neighbouring ranges of output, oldest first; a new object for each change. */
export class HistoryRanges {
    private constructor(
        private readonly client: HistoryClient,
        readonly all: readonly HistoryRange[]
    ) {}

    /** What is around a line that begins at `position`. */
    static async around(client: HistoryClient, position: number): Promise<HistoryRanges> {
        const [before, after] = await Promise.all([
            client.readHistory({ before: position, bytes: RANGE_BYTES }),
            client.readHistory({ after: position, bytes: RANGE_BYTES })
        ]);
        // Where output was removed meanwhile, there is nothing before.
        const isNeighbour = before.to === after.from && before.to > before.from;
        return new HistoryRanges(client, isNeighbour ? [before, after] : [after]);
    }

    /** The oldest that there is. */
    static async oldest(client: HistoryClient): Promise<HistoryRanges> {
        return new HistoryRanges(client, [await client.readHistory({ after: 0, bytes: RANGE_BYTES })]);
    }

    get first(): HistoryRange {
        return this.all[0];
    }

    get last(): HistoryRange {
        return this.all[this.all.length - 1];
    }

    get hasOlder(): boolean {
        return this.first.from > this.first.start;
    }

    get hasNewer(): boolean {
        return this.last.to < this.last.end;
    }

    /** With one more range above; the same where there is none. */
    async older(): Promise<HistoryRanges> {
        const range = await this.client.readHistory({ before: this.first.from, bytes: RANGE_BYTES });
        const isNeighbour = range.to === this.first.from && range.from < range.to;
        return isNeighbour ? this.with([range, ...this.all].slice(0, MAX_RANGES)) : this;
    }

    /** With one more range below; the same where there is none. */
    async newer(): Promise<HistoryRanges> {
        const range = await this.client.readHistory({ after: this.last.to, bytes: RANGE_BYTES });
        return range.to > range.from ? this.with([...this.all, range].slice(-MAX_RANGES)) : this;
    }

    private with(all: readonly HistoryRange[]): HistoryRanges {
        return new HistoryRanges(this.client, all);
    }
}

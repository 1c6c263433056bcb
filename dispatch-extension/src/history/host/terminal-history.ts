import { RpcService } from '../../kernel/common/rpc-contract';
import { Grid } from '../../session/common/stream-frames';
import { TimeMark } from '../../terminal/domain/output-times';
import { answers, FeaturedTerminal, TerminalAnswers, TerminalPart } from '../../terminal/host/terminal-feature';
import { HistoryRpc } from '../common/history-protocol';
import { HistoryThread } from './history-thread';
import { RecordedHistory } from './history-tasks';

const MAX_TIMES = 64;
const USUAL_GRID: Grid = { columns: 80, rows: 24 };
/** What stands in an exported text where output is missing; `{0}` is how many bytes. */
const MISSING_WORDS = {
    retention: '{0} bytes of older output are not kept any more: a terminal keeps its newest output only',
    'disk-full': '{0} bytes were not recorded here: the disk was full',
    damaged: '{0} bytes are missing here: the disk was full, or the record is damaged'
};

type Params<M extends keyof typeof HistoryRpc.requests> = Parameters<RpcService<typeof HistoryRpc>[M]>[0];

/** The threads that read. A search that has to be stopped does not stop what is read for a page. */
export interface HistoryThreads {
    readonly reading: HistoryThread;
    readonly searching: HistoryThread;
}

/** The earlier output of one terminal, as pages ask for it. */
export class TerminalHistory implements TerminalPart, RpcService<typeof HistoryRpc> {
    readonly answers: TerminalAnswers = answers(HistoryRpc, this);

    constructor(
        private readonly terminal: FeaturedTerminal,
        private readonly threads: HistoryThreads
    ) {}

    async readHistory({ before, after, bytes }: Params<'readHistory'>) {
        const { grids, times } = this.terminal;
        const range = await this.threads.reading.ask('readRange', this.recorded(), { before, after, bytes });
        const { from, to } = range;
        const grid = grids.inForceAt(from) ?? USUAL_GRID;
        return {
            from,
            to,
            pieces: range.pieces.map(piece => ({ at: piece.at, data: Buffer.from(piece.bytes).toString('base64') })),
            grids: [{ at: from, grid }, ...grids.all.filter(({ at }) => at > from && at < to)],
            times: thinned(await times.between(from, Math.max(to, from + 1))),
            missing: [...this.retention(from), ...range.holes.map(hole => this.missing(hole))],
            ...this.limits()
        };
    }

    async locateHistory({ lines, below }: Params<'locateHistory'>) {
        const found = await this.threads.reading.ask('locate', this.recorded(), { lines, below });
        return { ...found, ...this.limits() };
    }

    async searchHistory({ before, limit, ...query }: Params<'searchHistory'>) {
        const found = await this.threads.searching.ask('search', this.recorded(), { query, before, limit });
        return { ...found, start: this.terminal.bytes.start };
    }

    async exportHistory({ format, from, end = this.terminal.bytes.end }: Params<'exportHistory'>) {
        const limits = { start: this.terminal.bytes.start, end: Math.min(end, this.terminal.bytes.end) };
        const { text, next } =
            format === 'text'
                ? await this.threads.reading.ask('exportText', this.recorded(), {
                      from,
                      end: limits.end,
                      missing: MISSING_WORDS
                  })
                : await this.exportCast(from, limits);
        return { text, next: Math.min(next, limits.end), done: next >= limits.end, ...limits };
    }

    private async exportCast(from: number, { start, end }: { start: number; end: number }) {
        const { grids, times, context } = this.terminal;
        const first = Math.max(from, start);
        const [begin] = await times.between(start, start + 1);
        const isFirst = from <= start;
        return this.threads.reading.ask('exportCast', this.recorded(), {
            from,
            end,
            times: await times.between(first, end),
            grids: grids.all.filter(({ at }) => at > first && at <= end),
            startedAtMs: begin?.ms ?? 0,
            header: isFirst
                ? { grid: grids.inForceAt(first) ?? USUAL_GRID, title: context.info.title, atMs: begin?.ms }
                : undefined
        });
    }

    private recorded(): RecordedHistory {
        const { folder, end, unwritten } = this.terminal.bytes;
        return { folder, end, grids: this.terminal.grids.all, tail: unwritten };
    }

    private limits(): { start: number; end: number } {
        const { start, end } = this.terminal.bytes;
        return { start, end };
    }

    /** What was removed before `from`, where nothing is left in between. */
    private retention(from: number) {
        const { start } = this.terminal.bytes;
        return from <= start && start > 0 ? [{ from: 0, to: start, reason: 'retention' as const }] : [];
    }

    private missing({ from, to }: { from: number; to: number }) {
        return { from, to, reason: this.terminal.bytes.whyMissing(from) };
    }
}

/** At most {@link MAX_TIMES} of them, the first one among them. */
function thinned(marks: readonly TimeMark[]): TimeMark[] {
    const every = Math.max(1, Math.ceil(marks.length / MAX_TIMES));
    return marks.filter((_, index) => index % every === 0);
}

import { HistoryErrors } from '../common/history-errors';
import { HistoryMatch, MissingOutput } from '../common/history-protocol';
import { castEvents, castHeader } from '../domain/asciicast';
import { locateLines } from '../domain/line-locator';
import { LineMatcher } from '../domain/line-matcher';
import { linesOf, OutputLine } from '../domain/line-text';
import { HistoryTask, HistoryTasks, RecordedHistory } from './history-tasks';
import { MAX_RANGE_LINES, RecordedBlocks } from './recorded-blocks';

const BLOCK_BYTES = 512 * 1024;
/** A search answers after about this time with what it has, in ms. */
const SEARCH_MS = 1_000;
/** Lines that a page shows are looked for in this much of the newest output, in bytes. */
const LOCATE_BYTES = 32 * 1024 * 1024;
const SPARE_LINES = 200;
/** What is known of the hidden output of so many terminals is kept. */
const MAX_KEPT = 32;

type Result<T extends keyof HistoryTasks> = HistoryTasks[T]['result'];
type Params<T extends keyof HistoryTasks> = HistoryTasks[T]['params'];

/** Does what the worker thread is asked, one after the other. */
export class HistoryEngine {
    private readonly kept = new Map<string, RecordedBlocks>();

    /** Throws what is told to the person. */
    perform(output: RecordedHistory, task: HistoryTask): unknown {
        const blocks = this.blocksOf(output.folder);
        blocks.open(output);
        try {
            switch (task.name) {
                case 'readRange':
                    return readRange(blocks, task.params);
                case 'locate':
                    return locate(blocks, task.params);
                case 'search':
                    return search(blocks, task.params);
                case 'exportText':
                    return exportText(blocks, task.params);
                case 'exportCast':
                    return exportCast(blocks, task.params);
            }
        } finally {
            blocks.close();
        }
    }

    private blocksOf(folder: string): RecordedBlocks {
        const blocks = this.kept.get(folder) ?? new RecordedBlocks();
        this.kept.delete(folder);
        this.kept.set(folder, blocks);
        const [oldest] = this.kept.keys();
        if (this.kept.size > MAX_KEPT) {
            this.kept.delete(oldest);
        }
        return blocks;
    }
}

function readRange(blocks: RecordedBlocks, { before, after, bytes }: Params<'readRange'>): Result<'readRange'> {
    return blocks.range(
        after === undefined
            ? blocks.before(before ?? blocks.end, bytes, MAX_RANGE_LINES)
            : blocks.after(after, bytes, MAX_RANGE_LINES)
    );
}

function locate(blocks: RecordedBlocks, { lines, below }: Params<'locate'>): Result<'locate'> {
    const all: OutputLine[][] = [];
    let count = 0;
    let at = blocks.end;
    const oldest = Math.max(blocks.start, blocks.end - LOCATE_BYTES);
    while (at > oldest && count < below + SPARE_LINES + lines.length) {
        const block = blocks.before(at, BLOCK_BYTES);
        const found = [...linesOf(blocks.visible(block))];
        all.unshift(found);
        count += found.length;
        at = block.from < at ? block.from : oldest;
    }
    const log = all.flat();
    // The terminal counts the line that has not ended, also while nothing stands in it.
    const open = log.at(-1)?.ended === false ? 0 : 1;
    const { index, exact } = locateLines(log, lines, below - open);
    return { at: log[index]?.at ?? blocks.end, exact };
}

function search(blocks: RecordedBlocks, { query, before, limit }: Params<'search'>): Result<'search'> {
    const matcher = matcherOf(query);
    const matches: HistoryMatch[] = [];
    const until = performance.now() + SEARCH_MS;
    let at = Math.min(before, blocks.end);
    while (at > blocks.start && matches.length < limit && performance.now() < until) {
        const block = blocks.before(at, BLOCK_BYTES);
        const found: HistoryMatch[] = [];
        for (const line of linesOf(blocks.visible(block))) {
            found.push(...matcher.match(line));
        }
        matches.push(...found.reverse());
        at = block.from < at ? block.from : blocks.start;
    }
    if (matches.length <= limit) {
        return { matches, scannedTo: Math.max(at, blocks.start) };
    }
    // All of a line or nothing, so that the next part begins at a line.
    const last = matches[limit - 1].at;
    return { matches: matches.filter(match => match.at >= last), scannedTo: last };
}

function matcherOf(query: Params<'search'>['query']): LineMatcher {
    try {
        return new LineMatcher(query);
    } catch (error) {
        throw HistoryErrors.badExpression({ why: error instanceof Error ? error.message : String(error) }, error);
    }
}

function exportText(blocks: RecordedBlocks, { from, end, missing }: Params<'exportText'>): Result<'exportText'> {
    const notes = from < blocks.start ? [noteOf(missing.retention, { from, to: blocks.start })] : [];
    const span = blocks.after(from, Math.min(BLOCK_BYTES, Math.max(1, end - Math.max(from, blocks.start))));
    notes.push(...blocks.holes(span).map(hole => noteOf(missing.damaged, hole)));
    const lines: string[] = [];
    for (const { text, ended } of linesOf(blocks.visible(span))) {
        lines.push(ended ? `${text}\n` : text);
    }
    return { text: notes.join('') + lines.join(''), next: Math.max(span.to, Math.min(end, from + 1)) };
}

function noteOf(words: string, { from, to }: Pick<MissingOutput, 'from' | 'to'>): string {
    return `[${words.replace('{0}', (to - from).toLocaleString('en'))}]\n`;
}

function exportCast(blocks: RecordedBlocks, params: Params<'exportCast'>): Result<'exportCast'> {
    const { times, grids, startedAtMs, header, end } = params;
    const at = blocks.start > params.from ? blocks.start : params.from;
    const to = Math.min(end, at + BLOCK_BYTES);
    const hole = blocks.holes({ from: at, to }).at(0);
    const from = hole?.from === at ? hole.to : at;
    const { bytes } = blocks.joined({ from, to: hole && hole.from > from ? hole.from : to });
    const isLast = from + bytes.length >= end || bytes.length === 0 || hole !== undefined;
    const { text, next } = castEvents({ at: from, bytes, times, grids, startedAtMs, isLast });
    const first = header ? castHeader(header.grid, header.title, header.atMs) : '';
    return { text: first + text, next: bytes.length === 0 ? to : next };
}

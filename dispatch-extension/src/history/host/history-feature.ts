import { FeaturedTerminal, TerminalHostFeature, TerminalPart } from '../../terminal/host/terminal-feature';
import { HistoryThread } from './history-thread';
import { HistoryThreads, TerminalHistory } from './terminal-history';

/** A part of a search takes about a second; this is a bad expression, in ms. */
const SEARCH_LIMIT_MS = 4_000;
/** Reading takes a few ms, and the first time in a large log about a second; this is a lost thread, in ms. */
const READ_LIMIT_MS = 60_000;

/** Lets pages read, search and export all that is retained of a terminal's output. */
export class HistoryFeature implements TerminalHostFeature {
    private readonly threads: HistoryThreads;

    /** `searchLimitMs`: after this time without an answer a search is given up, in ms. */
    constructor(searchLimitMs = SEARCH_LIMIT_MS) {
        this.threads = { reading: new HistoryThread(READ_LIMIT_MS), searching: new HistoryThread(searchLimitMs) };
    }

    joinTerminal(terminal: FeaturedTerminal): TerminalPart {
        return new TerminalHistory(terminal, this.threads);
    }
}

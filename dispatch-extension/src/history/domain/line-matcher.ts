import { HistoryMatch, HistoryQuery, MAX_MATCH_TEXT } from '../common/history-protocol';
import { OutputLine } from './line-text';

/** What separates words, as in the search of a terminal's screen. */
const BETWEEN_WORDS = ' ~!@#$%^&*()+`-=[]{}|\\;:"\',./<>?';
/** So much of a line stands before its match where it has to be cut. */
const LEAD = 80;
const MAX_MATCHES_IN_LINE = 1_000;

/** Finds all places in a line that a query means. Throws a `SyntaxError` for a bad expression. */
export class LineMatcher {
    private readonly pattern: RegExp;

    constructor(private readonly query: HistoryQuery) {
        const source = query.isRegex ? query.query : query.query.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
        this.pattern = new RegExp(source, query.matchCase ? 'g' : 'gi');
    }

    /** Left to right. Matches without a character are none. */
    match(line: OutputLine): HistoryMatch[] {
        const found: HistoryMatch[] = [];
        for (const { 0: text, index: column } of line.text.matchAll(this.pattern)) {
            if (text !== '' && this.isWhole(line.text, column, text.length)) {
                const shown = excerpt(line.text, column);
                found.push({ at: line.at, column, length: text.length, ordinal: found.length, text: shown });
            }
            if (found.length === MAX_MATCHES_IN_LINE) {
                break;
            }
        }
        return found;
    }

    private isWhole(text: string, column: number, length: number): boolean {
        return !this.query.wholeWord || (isBoundary(text[column - 1]) && isBoundary(text[column + length]));
    }
}

function isBoundary(character: string | undefined): boolean {
    return character === undefined || BETWEEN_WORDS.includes(character);
}

function excerpt(text: string, column: number): string {
    const from = text.length <= MAX_MATCH_TEXT ? 0 : Math.max(0, column - LEAD);
    return text.slice(from, from + MAX_MATCH_TEXT);
}

import { nls } from '@theia/core/lib/common/nls';
import { EarlierMatches } from './earlier-matches';

/** Matches on the screen and in its scrollback. */
export interface ScreenMatches {
    /** Of the one that is marked, from 0; below 0 for none. */
    readonly index: number;
    readonly count: number;
}

/** What the find box says: "3 of 57 · 12 in earlier output". */
export function findWords({ index, count }: ScreenMatches, earlier: EarlierMatches | undefined): string {
    const shown = earlier?.shownIndex;
    const earlierCount = earlier ? countWords(earlier) : '';
    if (earlier && shown !== undefined) {
        return nls.localize('dispatch/history/earlierIndex', '{0} of {1} in earlier output', shown + 1, earlierCount);
    }
    const parts = [count > 0 ? nls.localizeByDefault('{0} of {1}', index + 1, count) : ''];
    if (earlier?.progress !== undefined) {
        parts.push(nls.localize('dispatch/history/searching', 'searching {0}%', Math.floor(earlier.progress * 100)));
    } else if (earlier?.error) {
        parts.push(earlier.error);
    } else if (earlier && earlier.count > 0) {
        parts.push(nls.localize('dispatch/history/inEarlier', '{0} in earlier output', earlierCount));
    }
    return parts.filter(part => part !== '').join(' · ') || nls.localizeByDefault('No results');
}

function countWords({ count, isCut }: EarlierMatches): string {
    return `${count.toLocaleString()}${isCut ? '+' : ''}`;
}

/** Why an expression is none; undefined for a good one. */
export function expressionError(text: string): string | undefined {
    try {
        new RegExp(text);
        return undefined;
    } catch (error) {
        const why = error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /, '') : String(error);
        return nls.localize('dispatch/history/badExpression', 'Not an expression: {0}', why);
    }
}

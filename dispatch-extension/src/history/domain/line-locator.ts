import { OutputLine } from './line-text';

/** Where some lines stand among others. */
export interface Located {
    /** The index of the first one. */
    readonly index: number;
    /** They were found there, not only counted. */
    readonly exact: boolean;
}

/** So many of the lines must be the same: a prompt that was edited, or a progress bar, may differ. */
const ENOUGH = 0.6;

/**
 * Finds lines that a terminal shows among those of its log, of which `below` are expected from the first of them on up
 * to the end. Where they stand at several places, at the one nearest to what is expected.
 */
export function locateLines(log: readonly OutputLine[], shown: readonly string[], below: number): Located {
    const expected = Math.max(0, log.length - below);
    const texts = shown.map(line => line.trimEnd());
    let best = { index: expected, score: 0 };
    for (let index = 0; index < log.length; index++) {
        const score = scoreAt(log, texts, index);
        const isNearer = Math.abs(index - expected) < Math.abs(best.index - expected);
        if (score > best.score || (score === best.score && score > 0 && isNearer)) {
            best = { index, score };
        }
    }
    const told = texts.filter(text => text !== '').length;
    const exact = told > 0 && best.score >= Math.max(1, told * ENOUGH);
    return { index: exact ? best.index : expected, exact };
}

/** How many of the lines that say something are the same from `index` on. */
function scoreAt(log: readonly OutputLine[], texts: readonly string[], index: number): number {
    let score = 0;
    for (let each = 0; each < texts.length && index + each < log.length; each++) {
        if (texts[each] !== '' && log[index + each].text === texts[each]) {
            score++;
        }
    }
    return score;
}

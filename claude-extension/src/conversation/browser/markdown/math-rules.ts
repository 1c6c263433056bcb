import type markdownit from '@theia/core/shared/markdown-it';

type MarkdownIt = ReturnType<typeof markdownit>;
type BlockRule = Parameters<MarkdownIt['block']['ruler']['before']>[2];
type BlockState = Parameters<BlockRule>[0];

/** The types of the tokens that `addMath` makes; their `content` is the formula, their `markup` what is around it. */
export const MathTokens = { inline: 'math_inline', block: 'math_block', open: 'math_open' } as const;

/**
 * Makes a parser know formulas: `$…$` and `$$…$$` within a line, and `$$…$$` on lines of its own. What is not closed
 * yet is no formula: within a line it stays text, on lines of its own it is `math_open` until an empty line ends it.
 */
export function addMath(md: MarkdownIt): void {
    md.inline.ruler.after('escape', MathTokens.inline, (state, silent) => {
        const found = findInlineMath(state.src.slice(0, state.posMax), state.pos);
        if (!found) {
            return false;
        }
        if (!silent) {
            const token = state.push(MathTokens.inline, 'math', 0);
            token.content = found.formula;
            token.markup = found.markup;
        }
        state.pos = found.end;
        return true;
    });
    md.block.ruler.before('fence', MathTokens.block, blockRule, {
        alt: ['paragraph', 'reference', 'blockquote', 'list']
    });
}

interface InlineMath {
    readonly formula: string;
    readonly markup: '$' | '$$';
    /** Where the text goes on. */
    readonly end: number;
}

/**
 * The formula that begins at `start`. Money and variables of a shell are none: no space inside the dollars, no letter or
 * digit before the opening one or after the closing one.
 */
export function findInlineMath(text: string, start: number): InlineMath | undefined {
    if (text[start] !== '$' || /[\w$\\]/.test(text[start - 1] ?? '')) {
        return undefined;
    }
    const markup = text[start + 1] === '$' ? '$$' : '$';
    const from = start + markup.length;
    const close = closingDollar(text, from, markup);
    const formula = text.slice(from, close);
    const after = text[close + markup.length] ?? '';
    if (close < 0 || !formula.trim() || /[\w${]/.test(after) || (markup === '$' && /^\s|\s$/.test(formula))) {
        return undefined;
    }
    return { formula: formula.trim(), markup, end: close + markup.length };
}

function closingDollar(text: string, from: number, markup: string): number {
    for (let at = from; at < text.length; at++) {
        if (text[at] === '\\') {
            at++;
        } else if (text[at] === '$') {
            return text.startsWith(markup, at) ? at : -1;
        }
    }
    return -1;
}

/** Whether what is inside a fence can be put between `$$` as it stands. */
export function isOneFormula(code: string): boolean {
    return Boolean(code.trim()) && !code.includes('$$') && !/\n[ \t]*\n/.test(code.trim());
}

const blockRule: BlockRule = (state, startLine, endLine, silent) => {
    const found = findBlock(state, startLine, endLine);
    if (!found) {
        return false;
    }
    if (!silent) {
        const token = state.push(found.closed ? MathTokens.block : MathTokens.open, 'math', 0);
        token.block = true;
        token.content = found.formula;
        token.markup = '$$';
        token.map = [startLine, found.nextLine];
        state.line = found.nextLine;
    }
    return true;
};

interface BlockMath {
    readonly formula: string;
    readonly closed: boolean;
    readonly nextLine: number;
}

function findBlock(state: BlockState, startLine: number, endLine: number): BlockMath | undefined {
    const first = lineOf(state, startLine);
    if (!first.startsWith('$$') || state.sCount[startLine] - state.blkIndent >= 4) {
        return undefined;
    }
    const lines: string[] = [];
    for (let line = startLine; line < endLine; line++) {
        const text = line === startLine ? first.slice(2) : lineOf(state, line);
        const close = text.indexOf('$$');
        if (close >= 0) {
            const formula = [...lines, text.slice(0, close)].join('\n').trim();
            return close === text.length - 2 && formula ? { formula, closed: true, nextLine: line + 1 } : undefined;
        }
        if (!text && line > startLine && line < endLine - 1) {
            return undefined; // an empty line: no formula has any
        }
        lines.push(text);
    }
    return { formula: lines.join('\n').trim(), closed: false, nextLine: endLine };
}

function lineOf(state: BlockState, line: number): string {
    return state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]).trim();
}

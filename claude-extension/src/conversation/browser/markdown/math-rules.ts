import type markdownit from '@theia/core/shared/markdown-it';

type MarkdownIt = ReturnType<typeof markdownit>;
type BlockRule = Parameters<MarkdownIt['block']['ruler']['before']>[2];
type BlockState = Parameters<BlockRule>[0];

/** The types of the tokens that `addMath` makes; their `content` is the formula, their `markup` what is before it. */
export const MathTokens = { inline: 'math_inline', block: 'math_block', open: 'math_open' } as const;

/** What a formula begins and ends with. */
const CLOSING = { $: '$', $$: '$$', '\\(': '\\)', '\\[': '\\]' } as const;
export type MathMarkup = keyof typeof CLOSING;
const BLOCKS: readonly MathMarkup[] = ['$$', '\\['];

/** What ends a formula that begins with `markup`. */
export function closingOf(markup: string): string {
    return CLOSING[markup as MathMarkup] ?? markup;
}

/** Whether a formula has a line for itself. */
export function isDisplay(markup: string): boolean {
    return BLOCKS.includes(markup as MathMarkup);
}

/**
 * Makes a parser know formulas: `$…$`, `\(…\)`, `$$…$$` and `\[…\]` within a line, the last two on lines of their own, too.
 * What is not closed yet is no formula: within a line it stays text, on lines of its own it is `math_open` until an empty
 * line ends it.
 */
export function addMath(md: MarkdownIt): void {
    // before the escapes of Markdown, for which `\(` is a parenthesis
    md.inline.ruler.before('escape', MathTokens.inline, (state, silent) => {
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
    readonly markup: MathMarkup;
    /** Where the text goes on. */
    readonly end: number;
}

/** The formula that begins at `start`. */
export function findInlineMath(text: string, start: number): InlineMath | undefined {
    return text[start] === '\\' ? findBracketed(text, start) : findBetweenDollars(text, start);
}

/** `\(…\)`, `\[…\]`. */
function findBracketed(text: string, start: number): InlineMath | undefined {
    const markup = text.slice(start, start + 2);
    if (markup !== '\\(' && markup !== '\\[') {
        return undefined;
    }
    const close = closingBracket(text, start + 2, CLOSING[markup]);
    const formula = text.slice(start + 2, close);
    if (close < 0 || !formula.trim() || (markup === '\\[' && !isMath(formula))) {
        return undefined;
    }
    return { formula: formula.trim(), markup, end: close + 2 };
}

function closingBracket(text: string, from: number, closing: string): number {
    for (let at = from; at < text.length; at++) {
        if (text[at] === '\\') {
            if (text.startsWith(closing, at)) {
                return at;
            }
            if (text[at + 1] === '(' || text[at + 1] === '[') {
                return -1; // a formula has no other one in it
            }
            at++;
        }
    }
    return -1;
}

/** `\[1\]` and `\[x\]` are brackets that somebody escaped. */
function isMath(bracketed: string): boolean {
    return /[\\^_=<>+]/.test(bracketed);
}

/**
 * The formula that begins at `start`. Money and variables of a shell are none: no space inside the dollars, no letter or
 * digit before the opening one or after the closing one.
 */
function findBetweenDollars(text: string, start: number): InlineMath | undefined {
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
        token.markup = found.markup;
        token.map = [startLine, found.nextLine];
        state.line = found.nextLine;
    }
    return true;
};

interface BlockMath {
    readonly formula: string;
    readonly markup: MathMarkup;
    readonly closed: boolean;
    readonly nextLine: number;
}

function findBlock(state: BlockState, startLine: number, endLine: number): BlockMath | undefined {
    const first = lineOf(state, startLine);
    const markup = BLOCKS.find(each => first.startsWith(each));
    if (!markup || state.sCount[startLine] - state.blkIndent >= 4) {
        return undefined;
    }
    const lines: string[] = [];
    for (let line = startLine; line < endLine; line++) {
        const text = line === startLine ? first.slice(2) : lineOf(state, line);
        const close = closeIn(text, markup);
        if (close >= 0) {
            const formula = [...lines, text.slice(0, close)].join('\n').trim();
            const isOne =
                close === text.length - 2 && formula && (line > startLine || isSure(text.slice(0, close), markup));
            return isOne ? { formula, markup, closed: true, nextLine: line + 1 } : undefined;
        }
        if (line === startLine && text && !isSure(text, markup)) {
            return undefined;
        }
        if (!text && line > startLine && line < endLine - 1) {
            return undefined; // an empty line: no formula has any
        }
        lines.push(text);
    }
    return { formula: lines.join('\n').trim(), markup, closed: false, nextLine: endLine };
}

function closeIn(text: string, markup: MathMarkup): number {
    return markup === '$$' ? text.indexOf('$$') : closingBracket(text, 0, CLOSING[markup]);
}

/** Whether what stands right after the beginning can be nothing but a formula. */
function isSure(text: string, markup: MathMarkup): boolean {
    return markup === '$$' || isMath(text);
}

function lineOf(state: BlockState, line: number): string {
    return state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]).trim();
}

import katex from 'katex';
import { FormulaRenderer } from './chunk-contract';

/** In em: no line or space of a formula is longer. */
const MAX_SIZE_EM = 20;
const MAX_MACROS = 500;

/** MathML of a formula, drawn by the browser without fonts of ours. Its links, pictures and styles are not followed. */
export const drawFormula: FormulaRenderer = (tex, display) => {
    try {
        const html = katex.renderToString(tex, {
            output: 'mathml',
            displayMode: display,
            trust: false,
            strict: 'ignore',
            maxSize: MAX_SIZE_EM,
            maxExpand: MAX_MACROS
        });
        // the source that comes along is not for the eyes, and is not kept by what cleans the page
        const mathml = html.replace(/<annotation[^>]*>[^<]*<\/annotation>|<\/?semantics>/g, '');
        return { kind: 'drawn', mathml };
    } catch (thrown) {
        return { kind: 'wrong', reason: thrown instanceof Error ? thrown.message : String(thrown) };
    }
};

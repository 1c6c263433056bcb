import DOMPurify from '@theia/core/shared/dompurify';
import markdownit from '@theia/core/shared/markdown-it';
import { FormulaRenderer } from './chunks/chunk-contract';
import { addMath, closingOf, isDisplay, MathTokens } from './math-rules';

/** Links are followed by the view, so that only what it knows is ever opened. */
const ALLOWED_LINK = /^(?:https?:|mailto:|file:|[^:]*$|[^:/?#]+:\d+(?::\d+)?$)/i;

const FORBIDDEN_TAGS = ['audio', 'button', 'form', 'iframe', 'img', 'input', 'picture', 'style', 'svg', 'video'];

/** Longer ones are shown as they are written. */
const MAX_FORMULA_CHARS = 5_000;
const WAITING = 'dispatch-claude-formula-waiting';

interface RenderEnv {
    readonly formula: FormulaRenderer | undefined;
}

const renderer = createRenderer();

/** Whether HTML of `markdownToHtml` would be better with a `formula`. */
export function waitsForFormula(html: string): boolean {
    return html.includes(`class="${WAITING}"`);
}

/**
 * Markdown of Claude as HTML that is safe to show: no HTML of its own, nothing loaded from anywhere (an image becomes a
 * link to it), no script, no style, no link but to the web, mail and files. Formulas are shown as they are written as
 * long as there is no `formula` to draw them, and where they are wrong.
 */
export function markdownToHtml(markdown: string, formula?: FormulaRenderer): string {
    const env: RenderEnv = { formula };
    return DOMPurify.sanitize(renderer.render(markdown, env), {
        USE_PROFILES: { html: true, mathMl: true },
        FORBID_TAGS: FORBIDDEN_TAGS,
        FORBID_ATTR: ['style', 'id', 'name', 'target'],
        ALLOWED_URI_REGEXP: ALLOWED_LINK
    });
}

function createRenderer(): ReturnType<typeof markdownit> {
    const md = markdownit({ html: false, linkify: true });
    // else "main.rs" and "run.sh" would be links to Serbia and Saint Helena
    md.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
    md.validateLink = url => ALLOWED_LINK.test(url.trim());
    const { escapeHtml } = md.utils;
    md.renderer.rules['image'] = (tokens, index) => {
        const source = tokens[index].attrGet('src') ?? '';
        const label = escapeHtml(tokens[index].content || source);
        return /^https?:/i.test(source) ? `<a href="${escapeHtml(source)}">${label}</a>` : label;
    };
    addMath(md);
    for (const type of Object.values(MathTokens)) {
        md.renderer.rules[type] = (tokens, index, _options, env: RenderEnv) => {
            const { content, markup } = tokens[index];
            const html = formulaHtml(content, markup, type, env.formula);
            return type === MathTokens.inline ? html : `<p>${html}</p>`;
        };
    }
    md.renderer.rules['table_open'] = () => '<div class="dispatch-claude-table"><table>';
    md.renderer.rules['table_close'] = () => '</table></div>';
    for (const cell of ['th_open', 'td_open']) {
        md.renderer.rules[cell] = (tokens, index, options, _env, self) => {
            const align = /text-align:(\w+)/.exec(tokens[index].attrGet('style') ?? '')?.[1];
            if (align) {
                tokens[index].attrSet('align', align);
            }
            return self.renderToken(tokens, index, options);
        };
    }
    return md;
}

function formulaHtml(tex: string, markup: string, type: string, formula: FormulaRenderer | undefined): string {
    const { escapeHtml } = renderer.utils;
    const written = escapeHtml(type === MathTokens.inline ? `${markup}${tex}${closingOf(markup)}` : tex);
    if (type === MathTokens.open || tex.length > MAX_FORMULA_CHARS) {
        return `<code>${written}</code>`;
    }
    if (!formula) {
        return `<code class="${WAITING}">${written}</code>`;
    }
    const display = isDisplay(markup);
    const drawn = formula(tex, display);
    return drawn.kind === 'drawn'
        ? `<span class="dispatch-claude-formula${display ? ' dispatch-claude-formula-display' : ''}">${drawn.mathml}</span>`
        : `<code title="${escapeHtml(drawn.reason)}">${written}</code>`;
}

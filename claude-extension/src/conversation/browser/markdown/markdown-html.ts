import DOMPurify from '@theia/core/shared/dompurify';
import markdownit from '@theia/core/shared/markdown-it';

/** Links are followed by the view, so that only what it knows is ever opened. */
const ALLOWED_LINK = /^(?:https?:|mailto:|file:|[^:]*$|[^:/?#]+:\d+(?::\d+)?$)/i;

const FORBIDDEN_TAGS = ['audio', 'button', 'form', 'iframe', 'img', 'input', 'picture', 'style', 'svg', 'video'];

const renderer = createRenderer();

/**
 * Markdown of Claude as HTML that is safe to show: no HTML of its own, nothing loaded from anywhere (an image becomes a
 * link to it), no script, no style, no link but to the web, mail and files.
 */
export function markdownToHtml(markdown: string): string {
    return DOMPurify.sanitize(renderer.render(markdown), {
        USE_PROFILES: { html: true },
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

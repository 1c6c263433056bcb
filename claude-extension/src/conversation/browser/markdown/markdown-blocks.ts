import markdownit from '@theia/core/shared/markdown-it';
import { addMath, MathTokens } from './math-rules';

/** A top-level piece of Markdown that can be shown by itself. */
export interface MarkdownBlock {
    readonly kind: 'prose' | 'code';
    /** The piece of the source, as it stands. */
    readonly source: string;
    /** Of `code`: the language as written after the fence; empty for none. */
    readonly language: string;
    /** Of `code`: what is inside the fence. */
    readonly code: string;
    /** Of `code`: the fence has its end, so that no more of it comes. */
    readonly closed: boolean;
}

const parser = markdownit({ html: false, linkify: false });
addMath(parser);

type Token = ReturnType<typeof parser.parse>[number];

/**
 * A text that grows, cut into blocks. What is followed by another block can not change any more, so that only the last
 * one is parsed again when the text grows, and all others keep their identity. Any way of growing to a text gives the
 * same blocks as the text at once. (A reference to a link that is defined in another block stays as it is written.)
 */
export class MarkdownBlocks {
    private text = '';
    private blocks: readonly MarkdownBlock[] = [];

    /** The blocks of `text`. Cheap when it begins with the text of the call before. */
    update(text: string): readonly MarkdownBlock[] {
        if (text === this.text) {
            return this.blocks;
        }
        const grown = text.startsWith(this.text);
        const stable = grown ? this.blocks.slice(0, -1) : [];
        const start = stable.reduce((length, block) => length + block.source.length, 0);
        this.blocks = [...stable, ...splitMarkdown(text.slice(start))];
        this.text = text;
        return this.blocks;
    }
}

/** The blocks of a text. Joined, their sources are the text. */
export function splitMarkdown(text: string): MarkdownBlock[] {
    const lines = text.split(/(?<=\n)/);
    const tokens = parser
        .parse(text, {})
        .filter(token => token.level === 0 && token.map && token.nesting >= 0)
        .filter((token, i, all) => i === 0 || !belongsToFormer(token, all[i - 1], lines));
    return tokens.map((token, i) => {
        const begin = i === 0 ? 0 : (token.map?.[0] ?? 0);
        const end = tokens[i + 1]?.map?.[0] ?? lines.length;
        const source = lines.slice(begin, end).join('');
        return token.type === 'fence' ? codeBlock(token, source) : { ...PROSE, source };
    });
}

const PROSE = { kind: 'prose', language: '', code: '', closed: false } as const;

function codeBlock({ info, content, markup }: Token, source: string): MarkdownBlock {
    const last = source.trimEnd().split('\n').slice(1).at(-1)?.trim() ?? '';
    const closed = last.startsWith(markup) && [...last].every(char => char === markup[0]);
    return { kind: 'code', source, language: info.trim().split(/\s/)[0] ?? '', code: content, closed };
}

/** A formula right below other text may turn out to be a part of it, when it is not closed after all. */
function belongsToFormer(token: Token, former: Token, lines: readonly string[]): boolean {
    const isMath = token.type === MathTokens.block || token.type === MathTokens.open;
    return isMath && former.type !== 'fence' && Boolean(lines[(token.map?.[0] ?? 0) - 1]?.trim());
}

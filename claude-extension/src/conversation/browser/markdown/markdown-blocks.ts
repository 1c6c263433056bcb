import markdownit from '@theia/core/shared/markdown-it';

/** A top-level piece of Markdown that can be shown by itself. */
export interface MarkdownBlock {
    readonly kind: 'prose' | 'code';
    /** The piece of the source, as it stands. */
    readonly source: string;
    /** Of `code`: the language as written after the fence; empty for none. */
    readonly language: string;
    /** Of `code`: what is inside the fence. */
    readonly code: string;
}

const parser = markdownit({ html: false, linkify: false });

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
    const tokens = parser.parse(text, {}).filter(token => token.level === 0 && token.map && token.nesting >= 0);
    return tokens.map((token, i) => {
        const begin = i === 0 ? 0 : (token.map?.[0] ?? 0);
        const end = tokens[i + 1]?.map?.[0] ?? lines.length;
        const source = lines.slice(begin, end).join('');
        return token.type === 'fence'
            ? { kind: 'code', source, language: token.info.trim().split(/\s/)[0] ?? '', code: token.content }
            : { kind: 'prose', source, language: '', code: '' };
    });
}

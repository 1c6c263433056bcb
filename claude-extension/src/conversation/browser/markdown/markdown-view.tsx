import * as React from '@theia/core/shared/react';
import { useViewServices } from '../view/view-services';
import { CodeBlock } from './code-block';
import { MarkdownBlock, MarkdownBlocks } from './markdown-blocks';
import { markdownToHtml } from './markdown-html';

/** Markdown that may grow: only the block that grows is drawn again. */
export function MarkdownView({ text }: { text: string }): React.ReactElement {
    const blocks = React.useRef<MarkdownBlocks>(undefined);
    blocks.current ??= new MarkdownBlocks();
    const { openLink } = useViewServices();
    const follow = (event: React.MouseEvent): void => {
        if (event.button === 2) {
            return; // asks for the menu
        }
        // not `instanceof`: in a secondary window the elements are of another `Element`
        const link = (event.target as Element).closest('a');
        if (link) {
            event.preventDefault();
            openLink(link.getAttribute('href') ?? '');
        }
    };
    return (
        <div className="dispatch-claude-markdown" onClick={follow} onAuxClick={follow}>
            {blocks.current.update(text).map((block, i) => (
                <BlockView key={i} block={block} />
            ))}
        </div>
    );
}

const BlockView = React.memo(function BlockView({ block }: { block: MarkdownBlock }): React.ReactElement {
    const html = React.useMemo(() => (block.kind === 'prose' ? markdownToHtml(block.source) : ''), [block]);
    return block.kind === 'code' ? (
        <CodeBlock code={block.code} language={block.language} />
    ) : (
        <div className="dispatch-claude-prose" dangerouslySetInnerHTML={{ __html: html }} />
    );
});

import * as React from '@theia/core/shared/react';
import { useViewServices } from '../view/view-services';
import { CodeBlock } from './code-block';
import { DiagramBlock, MAX_DIAGRAM_CHARS } from './diagram-block';
import { useMarkdownHtml } from './formula-hooks';
import { MarkdownBlock, MarkdownBlocks } from './markdown-blocks';
import { isOneFormula } from './math-rules';

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
    const { kind, source, language, code, closed } = block;
    if (kind === 'prose') {
        return <Prose source={source} />;
    }
    if (closed && language === 'mermaid' && code.length <= MAX_DIAGRAM_CHARS) {
        return <DiagramBlock code={code} />;
    }
    if (closed && language === 'math' && isOneFormula(code)) {
        return <Prose source={`$$\n${code.trim()}\n$$`} />;
    }
    return <CodeBlock code={code} language={language} />;
});

function Prose({ source }: { source: string }): React.ReactElement {
    const html = useMarkdownHtml(source);
    return <div className="dispatch-claude-prose" dangerouslySetInnerHTML={{ __html: html }} />;
}

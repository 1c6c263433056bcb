import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { ClaudeText } from '../claude-text';
import { CopyButton } from '../view/copy-button';
import { useViewServices } from '../view/view-services';
import { NewestWork } from './newest-work';

interface CodeBlockProps {
    readonly code: string;
    readonly language: string;
    /** One more button, before the others. */
    readonly action?: React.ReactNode;
}

/** Code in colours, with its language and a button that copies it. May grow while it is shown. */
export function CodeBlock({ code, language, action }: CodeBlockProps): React.ReactElement {
    const text = code.replace(/\n$/, '');
    const coloured = useColours(text, language);
    return (
        <div className="dispatch-claude-code">
            <div className="dispatch-claude-code-bar">
                <span>{language || 'text'}</span>
                <CodeActions text={text} language={language} more={action} />
                <CopyButton text={text} />
            </div>
            <pre tabIndex={0}>
                {coloured && <code dangerouslySetInnerHTML={{ __html: coloured.html }} />}
                <code>{coloured ? text.slice(coloured.text.length) : text}</code>
            </pre>
        </div>
    );
}

function CodeActions(props: { text: string; language: string; more: React.ReactNode }): React.ReactElement {
    const { text, language, more } = props;
    const { insertCode, applyCode, openCode } = useViewServices();
    const actions = [
        { label: ClaudeText.insertCode, icon: 'insert', run: () => insertCode(text) },
        { label: ClaudeText.applyCode, icon: 'git-compare', run: () => applyCode(text) },
        { label: ClaudeText.openCode, icon: 'go-to-file', run: () => openCode(text, language) }
    ];
    return (
        <span className="dispatch-claude-code-actions">
            {more}
            {actions.map(({ label, icon, run }) => (
                <button
                    key={icon}
                    type="button"
                    className="dispatch-claude-icon-button"
                    title={label}
                    aria-label={label}
                    onClick={run}
                >
                    <span className={codicon(icon)} aria-hidden />
                </button>
            ))}
        </span>
    );
}

/** Colouring takes at most a fifth of the time, and what has come to its end is in colours soon. In ms. */
const pauseAfter = (tookMs: number): number => Math.min(2_000, Math.max(100, 4 * tookMs));

interface Coloured {
    readonly text: string;
    readonly html: string;
}

/**
 * The colours of as much of the text as has them already: while code streams in, what is coloured stays and the rest
 * follows, so that nothing flickers. Each time the whole is coloured, so it is done the more seldom the longer it takes.
 */
function useColours(text: string, language: string): Coloured | undefined {
    const { highlight } = useViewServices();
    const [coloured, setColoured] = React.useState<Coloured>();
    const [work] = React.useState(() => new NewestWork(pauseAfter, thrown => reportError(thrown)));
    React.useEffect(() => {
        if (language) {
            work.offer(async () => {
                const html = await highlight(text, language);
                if (html !== undefined) {
                    setColoured({ text, html: html.replace(/\n$/, '') });
                }
            });
        }
    }, [text, language, highlight, work]);
    React.useEffect(() => () => work.drop(), [work]);
    return coloured && text.startsWith(coloured.text) ? coloured : undefined;
}

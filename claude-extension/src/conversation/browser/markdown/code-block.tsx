import * as React from '@theia/core/shared/react';
import { CopyButton } from '../view/copy-button';
import { useViewServices } from '../view/view-services';

/** Code in colours, with its language and a button that copies it. May grow while it is shown. */
export function CodeBlock({ code, language }: { code: string; language: string }): React.ReactElement {
    const text = code.replace(/\n$/, '');
    const coloured = useColours(text, language);
    return (
        <div className="dispatch-claude-code">
            <div className="dispatch-claude-code-bar">
                <span>{language || 'text'}</span>
                <CopyButton text={text} />
            </div>
            <pre tabIndex={0}>
                {coloured && <code dangerouslySetInnerHTML={{ __html: coloured.html }} />}
                <code>{coloured ? text.slice(coloured.text.length) : text}</code>
            </pre>
        </div>
    );
}

interface Coloured {
    readonly text: string;
    readonly html: string;
}

/**
 * The colours of as much of the text as has them already: while code streams in, what is coloured stays and the rest
 * follows, so that nothing flickers.
 */
function useColours(text: string, language: string): Coloured | undefined {
    const { highlight } = useViewServices();
    const [coloured, setColoured] = React.useState<Coloured>();
    const wanted = React.useRef<string>(undefined);
    const busy = React.useRef(false);
    React.useEffect(() => {
        wanted.current = text;
        const run = async (): Promise<void> => {
            busy.current = true;
            for (let done: string | undefined; wanted.current !== undefined && done !== wanted.current;) {
                done = wanted.current;
                const html = await highlight(done, language);
                if (html === undefined) {
                    break;
                }
                setColoured({ text: done, html: html.replace(/\n$/, '') });
            }
            busy.current = false;
        };
        if (!busy.current && language) {
            void run();
        }
    }, [text, language, highlight]);
    React.useEffect(() => () => void (wanted.current = undefined), []);
    return coloured && text.startsWith(coloured.text) ? coloured : undefined;
}

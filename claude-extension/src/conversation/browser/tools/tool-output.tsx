import * as React from '@theia/core/shared/react';
import { VisibleText } from '../../../approval/browser/visible-text-view';
import { withoutAnsi } from '../../domain/ansi-text';
import { searchLines } from '../../domain/search-results';
import type { ToolPresentation } from '../../domain/tool-presentation';
import type { ToolPart, ToolState } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { MarkdownView } from '../markdown/markdown-view';
import { AttachmentsView } from '../view/attachments-view';
import { CopyButton } from '../view/copy-button';
import { AnsiView } from './ansi-view';
import { PathLink } from './path-link';

/** So many lines of what a search found are drawn; more are drawn when asked. */
const SHOWN_LINES = 100;

/** Whether its output is but the reason why it was not run. */
export function isUnbegun(state: ToolState): boolean {
    return state === 'not-run' || state === 'withdrawn';
}

/** What a call came to. */
export function ToolOutput({ tool, shown }: { tool: ToolPart; shown: ToolPresentation }): React.ReactNode {
    const { output, pictures = [], state } = tool;
    // what was not run says so beside its name
    if (output === undefined || isUnbegun(state)) {
        return undefined;
    }
    return (
        <>
            {(pictures.length === 0 || output.trim() !== '') && (
                <OutputText output={output} state={state} shown={shown} />
            )}
            {pictures.length > 0 && (
                <div className="dispatch-claude-result-pictures">
                    <AttachmentsView attachments={pictures} />
                </div>
            )}
        </>
    );
}

function OutputText({
    output,
    state,
    shown
}: {
    output: string;
    state: ToolState;
    shown: ToolPresentation;
}): React.ReactElement {
    if (output.trim() === '') {
        return <div className="dispatch-claude-quiet">{ClaudeText.noOutput}</div>;
    }
    if (state === 'done' && (shown.output === 'hits' || shown.output === 'paths')) {
        return <SearchOutput output={output} onlyPaths={shown.output === 'paths'} />;
    }
    if (state === 'done' && shown.output === 'markdown') {
        return <MarkdownView text={output} />;
    }
    return (
        <div className={`dispatch-claude-block dispatch-claude-output dispatch-claude-output-${state}`}>
            <pre tabIndex={0}>
                <AnsiView output={output} />
            </pre>
            <CopyButton text={withoutAnsi(output)} />
        </div>
    );
}

function SearchOutput({ output, onlyPaths }: { output: string; onlyPaths: boolean }): React.ReactElement {
    const [limit, setLimit] = React.useState(SHOWN_LINES);
    const lines = React.useMemo(() => searchLines(output, onlyPaths), [output, onlyPaths]);
    return (
        <>
            <ul className="dispatch-claude-block dispatch-claude-found">
                {lines.slice(0, limit).map(({ path, line, text }, i) => (
                    <li key={i}>
                        {path !== undefined && <PathLink path={path} line={line} />}
                        <span>
                            <VisibleText text={text} />
                        </span>
                    </li>
                ))}
            </ul>
            {lines.length > limit && (
                <button type="button" className="dispatch-claude-link" onClick={() => setLimit(Infinity)}>
                    {ClaudeText.showAll(lines.length)}
                </button>
            )}
        </>
    );
}

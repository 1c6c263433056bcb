import * as React from '@theia/core/shared/react';
import { VisibleText } from '../../../approval/browser/visible-text-view';
import type { DiffLine } from '../../domain/line-diff';
import { ClaudeText } from '../claude-text';

const SIGNS = { same: ' ', added: '+', removed: '−' } as const;
/** More lines than that are drawn only when asked for. */
const SHOWN_LINES = 400;

/** A comparison, line by line. */
export function DiffView({ lines }: { lines: readonly DiffLine[] }): React.ReactElement {
    const [limit, setLimit] = React.useState(SHOWN_LINES);
    return (
        <>
            <pre className="dispatch-claude-block dispatch-claude-diff" tabIndex={0}>
                {lines.slice(0, limit).map((line, i) => (
                    <div key={i} className={`dispatch-claude-diff-${line.kind}`}>
                        <span className="dispatch-claude-sign">{SIGNS[line.kind]}</span>
                        <span>
                            <VisibleText text={line.text} />
                            {line.unbroken && <span className="dispatch-claude-quiet"> {ClaudeText.unbroken}</span>}
                        </span>
                    </div>
                ))}
            </pre>
            {lines.length > limit && (
                <button type="button" className="dispatch-claude-link" onClick={() => setLimit(Infinity)}>
                    {ClaudeText.showAll(lines.length)}
                </button>
            )}
        </>
    );
}

import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { ApprovalCard } from '../../../approval/browser/approval-card';
import { presentTool, ToolPresentation } from '../../domain/tool-presentation';
import type { ToolPart, ToolState } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { PathLink } from './path-link';
import { ToolBodyView, ToolOutput } from './tool-body';
import { countChanges } from '../../domain/line-diff';

const STATE_ICONS: Record<ToolState, string> = {
    requested: 'circle-large-outline',
    waiting: 'question',
    running: 'loading codicon-modifier-spin',
    done: 'check',
    error: 'error',
    denied: 'circle-slash',
    unknown: 'question',
    interrupted: 'debug-stop'
};

/** One call of a tool: a line that opens; while it waits for the person, the question in full. */
export const ToolCard = React.memo(function ToolCard({ tool }: { tool: ToolPart }): React.ReactElement {
    const [open, setOpen] = React.useState(false);
    const shown = React.useMemo(() => presentTool(tool.name, tool.input), [tool.name, tool.input]);
    if (tool.state === 'waiting' && tool.approval) {
        // another question of the same call is another card, with a pause of its own before it takes an answer
        return <ApprovalCard key={tool.approval.approvalId} approval={tool.approval} />;
    }
    return (
        <div className={`dispatch-claude-tool dispatch-claude-tool-${tool.state}`}>
            <div className="dispatch-claude-tool-head">
                <button
                    type="button"
                    className="dispatch-claude-row"
                    aria-expanded={open}
                    onClick={() => setOpen(!open)}
                >
                    <span className={codicon(shown.icon)} aria-hidden />
                    <span className="dispatch-claude-verb">{shown.verb}</span>
                    {shown.subject && <code className="dispatch-claude-subject">{shown.subject}</code>}
                    {!shown.path && <StateMark tool={tool} open={open} />}
                </button>
                {shown.path && (
                    <>
                        <PathLink path={shown.path} line={shown.line} />
                        <Changes shown={shown} />
                        <button
                            type="button"
                            className="dispatch-claude-row dispatch-claude-row-end"
                            tabIndex={-1}
                            aria-hidden
                            onClick={() => setOpen(!open)}
                        >
                            <StateMark tool={tool} open={open} />
                        </button>
                    </>
                )}
            </div>
            {tool.approval?.answer === 'deny' && tool.approval.message && (
                <div className="dispatch-claude-fold dispatch-claude-quiet">“{tool.approval.message}”</div>
            )}
            {open && (
                <div className="dispatch-claude-fold">
                    <ToolBodyView shown={shown} />
                    <ToolOutput tool={tool} />
                </div>
            )}
        </div>
    );
});

function StateMark({ tool, open }: { tool: ToolPart; open: boolean }): React.ReactElement {
    const state = ClaudeText.toolStates[tool.state];
    return (
        <>
            <span
                className={`${codicon(STATE_ICONS[tool.state])} dispatch-claude-state-icon`}
                role="img"
                aria-label={state}
                title={state}
            />
            <span
                className={`${codicon(open ? 'chevron-down' : 'chevron-right')} dispatch-claude-chevron`}
                aria-hidden
            />
        </>
    );
}

function Changes({ shown }: { shown: ToolPresentation }): React.ReactNode {
    if (shown.body.kind !== 'diff') {
        return undefined;
    }
    const { added, removed } = countChanges(shown.body.hunks.flat());
    return (
        <span className="dispatch-claude-changes">
            {added > 0 && <span className="dispatch-claude-added">+{added}</span>}
            {removed > 0 && <span className="dispatch-claude-removed">−{removed}</span>}
        </span>
    );
}

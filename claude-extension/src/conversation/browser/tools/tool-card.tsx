import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { ApprovalCard } from '../../../approval/browser/approval-card';
import { fileChangeOf } from '../../domain/file-change';
import { countChanges } from '../../domain/line-diff';
import { callsBelow, PartNode, sameNodes, waitingBelow } from '../../domain/nesting';
import { presentTool, ToolPresentation } from '../../domain/tool-presentation';
import type { Approval, ToolPart } from '../../domain/transcript';
import { PlanCard } from '../asking/plan-card';
import { QuestionCard } from '../asking/question-card';
import { ClaudeText } from '../claude-text';
import { useViewServices } from '../view/view-services';
import { PathLink } from './path-link';
import { ToolBodyView } from './tool-body';
import { ToolHead } from './tool-head';
import { isUnbegun, ToolOutput } from './tool-output';

interface ToolCardProps {
    readonly tool: ToolPart;
    /** What the sub-agent that it started said and did. */
    readonly below: readonly PartNode[];
    renderNodes(nodes: readonly PartNode[]): React.ReactNode;
}

/** One call of a tool: a line that opens; while it waits for the person, the question in full. */
export const ToolCard = React.memo(
    function ToolCard(props: ToolCardProps): React.ReactElement {
        const { tool } = props;
        return tool.state === 'waiting' && tool.approval ? (
            // another question of the same call is another card, with a pause of its own before it takes an answer
            <AskingCard key={tool.approval.approvalId} tool={tool} approval={tool.approval} />
        ) : (
            <ToolLine {...props} />
        );
    },
    (a, b) => a.tool === b.tool && a.renderNodes === b.renderNodes && sameNodes(a.below, b.below)
);

function AskingCard({ tool, approval }: { tool: ToolPart; approval: Approval }): React.ReactElement {
    switch (approval.kind) {
        case 'question':
            return <QuestionCard approval={approval} />;
        case 'plan':
            return <PlanCard approval={approval} called={tool.input} />;
        case 'tool':
            return <ApprovalCard approval={approval} />;
    }
}

function ToolLine({ tool, below, renderNodes }: ToolCardProps): React.ReactElement {
    const [opened, setOpen] = React.useState(false);
    const shown = React.useMemo(() => presentTool(tool.name, tool.input), [tool.name, tool.input]);
    // a question below must be seen
    const asks = waitingBelow(below).length > 0;
    const open = opened || asks;
    const inTerminal = runsInTerminal(tool);
    const more = (shown.path !== undefined || inTerminal) && (
        <>
            {shown.path && (
                <>
                    <PathLink path={shown.path} line={shown.line} endLine={shown.endLine} />
                    <Changes shown={shown} />
                    <DiffButton tool={tool} />
                </>
            )}
            {inTerminal && <TerminalButton />}
        </>
    );
    return (
        <div className={`dispatch-claude-tool dispatch-claude-tool-${tool.state}`}>
            <ToolHead
                icon={shown.icon}
                verb={shown.verb}
                subject={shown.subject}
                steps={callsBelow(below)}
                state={tool.state}
                open={open}
                more={more}
                onToggle={() => setOpen(!opened)}
            />
            <Answered approval={tool.approval} />
            {isUnbegun(tool.state) && (
                <div className="dispatch-claude-fold dispatch-claude-quiet">
                    {tool.approval?.answer === 'withdrawn' && `${ClaudeText.questionWithdrawn} `}
                    {tool.output}
                </div>
            )}
            {open && (
                <div className="dispatch-claude-fold">
                    {tool.approval?.by === 'rule' && (
                        <div className="dispatch-claude-quiet">{ClaudeText.allowedByRule}</div>
                    )}
                    <ToolBodyView shown={shown} />
                    {below.length > 0 && <div className="dispatch-claude-nested">{renderNodes(below)}</div>}
                    <ToolOutput tool={tool} shown={shown} />
                </div>
            )}
        </div>
    );
}

/** What the person answered, where it was more than yes or no. */
function Answered({ approval }: { approval: Approval | undefined }): React.ReactNode {
    if (approval?.answer === 'deny' && approval.message) {
        return <div className="dispatch-claude-fold dispatch-claude-quiet">“{approval.message}”</div>;
    }
    const answers = Object.entries(approval?.answers ?? {});
    return (
        answers.length > 0 && (
            <dl className="dispatch-claude-fold dispatch-claude-answered">
                {answers.map(([question, answer]) => (
                    <React.Fragment key={question}>
                        <dt>{question}</dt>
                        <dd>{answer}</dd>
                    </React.Fragment>
                ))}
            </dl>
        )
    );
}

function DiffButton({ tool }: { tool: ToolPart }): React.ReactNode {
    const { openChange } = useViewServices();
    const change = React.useMemo(() => fileChangeOf(tool.name, tool.input), [tool.name, tool.input]);
    return (
        change && (
            <button
                type="button"
                className="dispatch-claude-icon-button"
                title={ClaudeText.openDiff}
                aria-label={ClaudeText.openDiff}
                onClick={() => openChange(change, tool.state === 'done')}
            >
                <span className={codicon('diff')} aria-hidden />
            </button>
        )
    );
}

/** Commands of our own loop run in a terminal; Claude Code's are children of its own. */
function runsInTerminal({ name, startedAtMs }: ToolPart): boolean {
    return name === 'bash' && startedAtMs !== undefined;
}

function TerminalButton(): React.ReactElement {
    const { openTerminal } = useViewServices();
    return (
        <button
            type="button"
            className="dispatch-claude-icon-button"
            title={ClaudeText.openTerminal}
            aria-label={ClaudeText.openTerminal}
            onClick={openTerminal}
        >
            <span className={codicon('terminal')} aria-hidden />
        </button>
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

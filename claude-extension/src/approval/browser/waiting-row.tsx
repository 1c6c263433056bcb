import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { ToolBodyView } from '../../conversation/browser/tools/tool-body';
import { presentTool } from '../../conversation/domain/tool-presentation';
import type { WaitingApproval } from '../common/approval-protocol';
import { hasAlike, hasUnseen } from '../domain/visible-text';
import { ClaudeText } from '../../conversation/browser/claude-text';
import type { ApprovalDesk } from './approval-desk';
import { ApprovalText } from './approval-text';
import { TouchedPathsView } from './touched-paths-view';
import { VisibleText } from './visible-text-view';

/** For so long after it appears a question takes no answer, so that a click or key meant for something else is none. */
const GRACE_MS = 350;

export interface WaitingRowProps {
    desk: ApprovalDesk;
    question: WaitingApproval;
    selected: boolean;
    inTabOrder: boolean;
    /** False right after it appeared, and while an answer is on its way. */
    ready: boolean;
    /** It has been shown for long enough to be answered. */
    onSeen(approvalId: string): void;
    onSelect(): void;
    onOpen(): void;
}

/** Whether it can be answered from a list: it is shown there in full, and allow or deny is all there is to say. */
export function isAnswerable({ kind, input }: WaitingApproval): boolean {
    return kind === 'tool' && input !== undefined;
}

/** One question: whose, exactly what would run, and the answers. */
export const WaitingRow = React.memo(function WaitingRow(props: WaitingRowProps): React.ReactElement {
    const { question, ready, desk, onSeen } = props;
    const { approvalId } = question;
    React.useEffect(() => {
        const timer = window.setTimeout(() => onSeen(approvalId), GRACE_MS);
        return () => window.clearTimeout(timer);
    }, [onSeen, approvalId]);
    const answerable = isAnswerable(question);
    return (
        <li
            className="dispatch-approvals-row"
            data-approval={approvalId}
            tabIndex={props.inTabOrder ? 0 : -1}
            aria-label={`${ApprovalText.wantsTo(question.sessionTitle)}: ${whatIsAsked(question)}`}
        >
            <div className="dispatch-approvals-row-head">
                {answerable && (
                    <input
                        type="checkbox"
                        tabIndex={-1}
                        aria-label={ApprovalText.select}
                        checked={props.selected}
                        onChange={props.onSelect}
                    />
                )}
                <button
                    type="button"
                    tabIndex={-1}
                    className="dispatch-approvals-session"
                    title={question.folder}
                    onClick={props.onOpen}
                >
                    {question.sessionTitle}
                </button>
                <button
                    type="button"
                    tabIndex={-1}
                    className={`dispatch-row-action ${codicon('go-to-file')}`}
                    title={ApprovalText.open}
                    aria-label={ApprovalText.open}
                    onClick={props.onOpen}
                />
            </div>
            <Asked question={question} desk={desk} />
            {answerable && (
                <div className="dispatch-claude-answers">
                    <button
                        type="button"
                        tabIndex={-1}
                        className="theia-button"
                        disabled={!ready}
                        onClick={() => void desk.answer('allow', question)}
                    >
                        {ApprovalText.allow}
                    </button>
                    <button
                        type="button"
                        tabIndex={-1}
                        className="theia-button secondary"
                        disabled={!ready}
                        onClick={() => void desk.answer('deny', question)}
                    >
                        {ApprovalText.deny}
                    </button>
                </div>
            )}
        </li>
    );
});

function Asked({ question, desk }: { question: WaitingApproval; desk: ApprovalDesk }): React.ReactElement {
    const { input, name, kind, sessionId, approvalId } = question;
    if (kind !== 'tool' || !input) {
        return (
            <p className="dispatch-approvals-quiet">
                {kind === 'question'
                    ? ApprovalText.question
                    : kind === 'plan'
                      ? ApprovalText.plan
                      : ApprovalText.tooLong}
            </p>
        );
    }
    const shown = presentTool(name, input);
    const whole = JSON.stringify(input, undefined, 2);
    const command = typeof input['command'] === 'string' ? input['command'] : undefined;
    return (
        <>
            <div className="dispatch-approvals-verb">
                <span className={codicon(shown.icon)} aria-hidden /> <VisibleText text={shown.verb} />{' '}
                {(shown.path || shown.body.kind === 'nothing') && (
                    <code>
                        <VisibleText text={shown.path || shown.subject} />
                    </code>
                )}
            </div>
            <div className="dispatch-approvals-body">
                <ToolBodyView shown={shown} />
            </div>
            <TouchedPathsView
                desk={desk}
                sessionId={sessionId}
                approvalId={approvalId}
                command={command}
                named={shown.path}
            />
            {hasUnseen(whole) && <p className="dispatch-claude-unseen-warning">{ClaudeText.unseen}</p>}
            {hasAlike(whole) && <p className="dispatch-claude-unseen-warning">{ClaudeText.alike}</p>}
        </>
    );
}

/** On one line, for those who hear it and for notices. */
export function whatIsAsked({ kind, name, input }: WaitingApproval): string {
    if (kind !== 'tool') {
        return kind === 'plan' ? ApprovalText.plan : ApprovalText.question;
    }
    const { verb, subject, path } = presentTool(name, input ?? {});
    return [verb, path || subject].filter(Boolean).join(' ');
}

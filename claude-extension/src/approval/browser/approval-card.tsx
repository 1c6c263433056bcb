import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { AnswerButtons } from '../../conversation/browser/asking/answer-buttons';
import { useAskingCard } from '../../conversation/browser/asking/use-asking-card';
import { ClaudeText } from '../../conversation/browser/claude-text';
import { PathLink } from '../../conversation/browser/tools/path-link';
import { ToolBodyView } from '../../conversation/browser/tools/tool-body';
import { presentTool } from '../../conversation/domain/tool-presentation';
import type { Approval } from '../../conversation/domain/transcript';
import type { RuleDraft } from '../common/approval-protocol';
import { suggestRules } from '../domain/rule-suggestions';
import { hasAlike, hasUnseen } from '../domain/visible-text';
import { ApprovalPlace, ApprovalPlaceContext } from './approval-place';
import { ApprovalText } from './approval-text';
import { RuleForm } from './rule-form';
import { TouchedPathsView } from './touched-paths-view';
import { VisibleText } from './visible-text-view';

/** A question to the person: exactly what would run, and the answers. */
export function ApprovalCard({ approval }: { approval: Approval }): React.ReactElement {
    const { card, disabled, given, give } = useAskingCard(approval);
    const [reason, setReason] = React.useState<string>();
    const [ruling, setRuling] = React.useState(false);
    const place = React.useContext(ApprovalPlaceContext);
    const suggestions = useSuggestions(approval, place);
    const headingId = React.useId();
    const deny = (): void => give('deny', { message: reason?.trim() });
    /** The call is allowed by the person; the rules are for those that come, and those that wait. */
    const giveWithRules = (...drafts: RuleDraft[]): void => {
        give('allow');
        setRuling(false);
        void place?.desk.addRules(...drafts);
    };
    const leaveForm = (): void => {
        card.current?.focus({ preventScroll: true });
        setRuling(false);
        setReason(undefined);
    };
    return (
        <section
            ref={card}
            className="dispatch-claude-approval"
            data-approval={approval.approvalId}
            role="group"
            aria-labelledby={headingId}
            tabIndex={-1}
        >
            <Asked approval={approval} headingId={headingId} />
            {reason !== undefined && <Reason value={reason} onChange={setReason} onDone={deny} onCancel={leaveForm} />}
            {ruling && place && (
                <RuleForm place={place} suggestions={suggestions} onSave={giveWithRules} onCancel={leaveForm} />
            )}
            <AnswerButtons
                disabled={disabled}
                hidden={ruling}
                allow={{
                    label: given === 'allow' ? ClaudeText.allowing : ClaudeText.allowOnce,
                    onGive: () => give('allow')
                }}
                deny={{ label: given === 'deny' ? ClaudeText.denying : ClaudeText.deny, onGive: deny }}
            >
                {place && suggestions.exact.length > 0 && !ruling && reason === undefined && (
                    <RuleAnswers
                        disabled={disabled}
                        patterns={suggestions.exact.map(({ pattern }) => pattern).join(', ')}
                        onSession={() =>
                            giveWithRules(
                                ...suggestions.exact.map(suggestion => ({
                                    ...suggestion,
                                    folder: place.folder,
                                    sessionId: place.sessionId
                                }))
                            )
                        }
                        onAlways={() => setRuling(true)}
                    />
                )}
                {reason === undefined && !ruling && (
                    <button
                        type="button"
                        className="dispatch-claude-link"
                        disabled={disabled}
                        onClick={() => setReason('')}
                    >
                        {ClaudeText.denyWithReason}
                    </button>
                )}
            </AnswerButtons>
            {place && approval.kind === 'tool' && suggestions.exact.length === 0 && (
                <p className="dispatch-approvals-quiet dispatch-approval-no-rule">{ApprovalText.noRule}</p>
            )}
        </section>
    );
}

/** What rules could allow the call again; none without a place that knows of rules. */
function useSuggestions({ name, input, kind }: Approval, place: ApprovalPlace | undefined) {
    const folder = kind === 'tool' ? place?.folder : undefined;
    return React.useMemo(
        () => (folder === undefined ? { exact: [], parts: [] } : suggestRules(name, input, folder)),
        [name, input, folder]
    );
}

function RuleAnswers(props: {
    disabled: boolean;
    patterns: string;
    onSession(): void;
    onAlways(): void;
}): React.ReactElement {
    return (
        <>
            <button
                type="button"
                className="dispatch-claude-link dispatch-approval-for-session"
                disabled={props.disabled}
                title={ApprovalText.allowForSessionTitle(props.patterns)}
                onClick={props.onSession}
            >
                {ApprovalText.allowForSession}
            </button>
            <button
                type="button"
                className="dispatch-claude-link dispatch-approval-always"
                disabled={props.disabled}
                onClick={props.onAlways}
            >
                {ApprovalText.always}
            </button>
        </>
    );
}

const Asked = React.memo(function Asked(props: { approval: Approval; headingId: string }): React.ReactElement {
    const { approval, headingId } = props;
    const shown = React.useMemo(() => presentTool(approval.name, approval.input), [approval]);
    const whole = React.useMemo(() => JSON.stringify(approval.input, undefined, 2), [approval]);
    const misleads = React.useMemo(() => {
        const texts = Object.values(approval.input).map(value =>
            typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
        );
        return { unseen: texts.some(hasUnseen), alike: texts.some(hasAlike) };
    }, [approval]);
    const place = React.useContext(ApprovalPlaceContext);
    const { command } = approval.input;
    return (
        <>
            <h3 id={headingId} className="dispatch-claude-asked">
                <span className={codicon(shown.icon)} aria-hidden />
                <span>{ClaudeText.asks}:</span>
                <span className="dispatch-claude-verb">
                    <VisibleText text={shown.verb} />
                </span>
                {shown.body.kind === 'nothing' && shown.subject && (
                    <code>
                        <VisibleText text={shown.subject} />
                    </code>
                )}
                {shown.path && <PathLink path={shown.path} line={shown.line} />}
            </h3>
            <ToolBodyView shown={shown} />
            {place && (
                <TouchedPathsView
                    desk={place.desk}
                    sessionId={place.sessionId}
                    approvalId={approval.approvalId}
                    command={typeof command === 'string' ? command : undefined}
                    named={shown.path}
                />
            )}
            {misleads.unseen && <p className="dispatch-claude-unseen-warning">{ClaudeText.unseen}</p>}
            {misleads.alike && <p className="dispatch-claude-unseen-warning">{ClaudeText.alike}</p>}
            <details className="dispatch-claude-whole">
                <summary>{ClaudeText.whole}</summary>
                <pre tabIndex={0}>
                    <VisibleText text={`${approval.name} ${whole}`} />
                </pre>
            </details>
        </>
    );
});

function Reason(props: {
    value: string;
    onChange(value: string): void;
    onDone(): void;
    onCancel(): void;
}): React.ReactElement {
    const keyDown = (event: React.KeyboardEvent): void => {
        if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            props.onDone();
        } else if (event.key === 'Escape') {
            event.stopPropagation();
            props.onCancel();
        }
    };
    return (
        <textarea
            className="theia-input dispatch-claude-reason"
            data-keeps-escape
            aria-label={ClaudeText.reason}
            placeholder={ClaudeText.reason}
            value={props.value}
            maxLength={4_000}
            rows={2}
            autoFocus
            onChange={event => props.onChange(event.target.value)}
            onKeyDown={keyDown}
        />
    );
}

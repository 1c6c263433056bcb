import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { PermissionMode } from '../../common/claude-events';
import type { Approval } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { MarkdownView } from '../markdown/markdown-view';
import { useViewedSession } from '../view/viewed-session';
import { AnswerButtons } from './answer-buttons';
import { useAskingCard } from './use-asking-card';

/** How much Claude may do when a plan is accepted, the most careful first. What the runtime does not know is left out. */
const MODES: readonly PermissionMode[] = ['default', 'acceptEdits', 'auto'];

/** A plan of Claude: accepted, with how much it may do from there on, or sent back with what should be different. */
export function PlanCard(props: {
    approval: Approval;
    /** What Claude called the tool with; the runtime may have taken the plan out of what it asks for. */
    called: Readonly<Record<string, unknown>>;
}): React.ReactElement {
    const { approval, called } = props;
    const { card, disabled, given, give } = useAskingCard(approval);
    const known = useViewedSession()?.transcript.capabilities?.permissionModes;
    const modes = MODES.filter(mode => !known || known.includes(mode));
    const [mode, setMode] = React.useState<PermissionMode>(modes[0] ?? 'default');
    const [revision, setRevision] = React.useState('');
    const headingId = React.useId();
    const plan = approval.input['plan'] ?? called['plan'];
    const message = revision.trim();
    return (
        <section
            ref={card}
            className="dispatch-claude-approval dispatch-claude-plan"
            data-approval={approval.approvalId}
            role="group"
            aria-labelledby={headingId}
            tabIndex={-1}
        >
            <h3 id={headingId} className="dispatch-claude-asked">
                <span className={codicon('list-ordered')} aria-hidden />
                <span>{ClaudeText.hasPlan}</span>
            </h3>
            <MarkdownView text={typeof plan === 'string' && plan.trim() ? plan : ClaudeText.planIsAbove} />
            <textarea
                className="theia-input dispatch-claude-reason"
                aria-label={ClaudeText.revisePlan}
                placeholder={ClaudeText.revisePlan}
                value={revision}
                maxLength={4_000}
                rows={1}
                onChange={event => setRevision(event.target.value)}
                onKeyDown={event => {
                    const plain = !event.shiftKey && !event.altKey && !event.nativeEvent.isComposing;
                    if (event.key === 'Enter' && plain) {
                        event.preventDefault();
                        if (message && !disabled) {
                            give('deny', { message });
                        }
                    }
                }}
            />
            <AnswerButtons
                disabled={disabled}
                allow={{
                    label: given === 'allow' ? ClaudeText.accepting : ClaudeText.acceptPlan,
                    title: message ? ClaudeText.planHasRevision : undefined,
                    disabled: message !== '',
                    onGive: () => give('allow', { mode })
                }}
                deny={{
                    label: message ? ClaudeText.sendRevision : ClaudeText.keepPlanning,
                    onGive: () => give('deny', { message: message || undefined })
                }}
                between={
                    <select
                        className="theia-select dispatch-claude-plan-mode"
                        aria-label={ClaudeText.planMode}
                        value={mode}
                        disabled={disabled}
                        onChange={event => setMode(event.target.value as PermissionMode)}
                    >
                        {modes.map(each => (
                            <option key={each} value={each}>
                                {ClaudeText.modes[each].label}
                            </option>
                        ))}
                    </select>
                }
            />
        </section>
    );
}

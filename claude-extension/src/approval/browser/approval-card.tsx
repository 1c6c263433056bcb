import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { ClaudeText } from '../../conversation/browser/claude-text';
import { PathLink } from '../../conversation/browser/tools/path-link';
import { ToolBodyView } from '../../conversation/browser/tools/tool-body';
import { SessionActionsContext } from '../../conversation/browser/view/session-actions';
import { presentTool } from '../../conversation/domain/tool-presentation';
import type { Approval } from '../../conversation/domain/transcript';
import { hasUnseen } from '../domain/visible-text';
import { VisibleText } from './visible-text-view';

/** For so long after it appears a question takes no answer, so that a click or key meant for something else is none. */
const GRACE_MS = 350;

/** A question to the person: exactly what would run, and the answers. */
export function ApprovalCard({ approval }: { approval: Approval }): React.ReactElement {
    const { answer, answering, online, keys } = React.useContext(SessionActionsContext);
    const [ready, setReady] = React.useState(false);
    const [reason, setReason] = React.useState<string>();
    const headingId = React.useId();
    const card = React.useRef<HTMLElement>(null);
    React.useEffect(() => {
        const timer = setTimeout(() => setReady(true), GRACE_MS);
        return () => clearTimeout(timer);
    }, []);
    React.useLayoutEffect(() => giveFocusBack(card.current), []);
    const given = answering.get(approval.approvalId);
    const disabled = !ready || !online || given !== undefined;
    const give = (value: 'allow' | 'deny'): void => {
        // the buttons are about to be disabled, and a disabled button holds no focus
        card.current?.focus({ preventScroll: true });
        answer(approval, value, value === 'deny' ? { message: reason?.trim() } : undefined);
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
            {reason !== undefined && (
                <Reason
                    value={reason}
                    onChange={setReason}
                    onDone={() => give('deny')}
                    onCancel={() => {
                        card.current?.focus({ preventScroll: true });
                        setReason(undefined);
                    }}
                />
            )}
            <div className="dispatch-claude-answers">
                <button
                    type="button"
                    className="theia-button dispatch-claude-allow"
                    disabled={disabled}
                    title={keys.allow}
                    onClick={() => give('allow')}
                >
                    {given === 'allow' ? ClaudeText.allowing : ClaudeText.allowOnce}
                    <kbd aria-hidden>{keys.allow}</kbd>
                </button>
                <button
                    type="button"
                    className="theia-button secondary dispatch-claude-deny"
                    disabled={disabled}
                    title={keys.deny}
                    onClick={() => give('deny')}
                >
                    {given === 'deny' ? ClaudeText.denying : ClaudeText.deny}
                    <kbd aria-hidden>{keys.deny}</kbd>
                </button>
                {reason === undefined && (
                    <button
                        type="button"
                        className="dispatch-claude-link"
                        disabled={disabled}
                        onClick={() => setReason('')}
                    >
                        {ClaudeText.denyWithReason}
                    </button>
                )}
            </div>
        </section>
    );
}

/** When the question goes and had the focus, the person can go on writing. */
function giveFocusBack(card: HTMLElement | null): () => void {
    return () => {
        if (card?.contains(card.ownerDocument.activeElement)) {
            card.closest('.dispatch-claude-view')?.querySelector<HTMLElement>('.dispatch-claude-input')?.focus();
        }
    };
}

const Asked = React.memo(function Asked(props: { approval: Approval; headingId: string }): React.ReactElement {
    const { approval, headingId } = props;
    const shown = React.useMemo(() => presentTool(approval.name, approval.input), [approval]);
    const whole = React.useMemo(() => JSON.stringify(approval.input, undefined, 2), [approval]);
    const unseen = Object.values(approval.input).some(value =>
        hasUnseen(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
    );
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
            {unseen && <p className="dispatch-claude-unseen-warning">{ClaudeText.unseen}</p>}
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

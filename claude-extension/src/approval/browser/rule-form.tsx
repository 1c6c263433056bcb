import * as React from '@theia/core/shared/react';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import type { PastCall, RuleDraft, RuleTool } from '../common/approval-protocol';
import type { RuleSuggestion, RuleSuggestions } from '../domain/rule-suggestions';
import type { ApprovalPlace } from './approval-place';
import { ApprovalText } from './approval-text';
import { Expiry, expiryAtMs, toolInWords } from './rule-words';
import { VisibleText } from './visible-text-view';

/** How long after the last change the preview is asked for, in ms. */
const PREVIEW_MS = 250;
const SHOWN_MATCHES = 8;

interface RuleFormProps {
    place: ApprovalPlace;
    suggestions: RuleSuggestions;
    /** The person wants these rules, and allows the call. */
    onSave(...drafts: RuleDraft[]): void;
    onCancel(): void;
}

interface Preview {
    /** What is wrong with a rule, for people. */
    problem?: string;
    matches: readonly PastCall[];
    matched: number;
    lookedAt: number;
}

/** A part of the call, as the rule for it is being made. `wanted`: whether it gets one. */
interface PartRule {
    readonly pattern: string;
    readonly wanted: boolean;
}

/** Makes a rule for each part of a call: what, where, how long; and shows what they would have matched before. */
export function RuleForm({ place, suggestions, onSave, onCancel }: RuleFormProps): React.ReactElement {
    const { parts } = suggestions;
    const [{ tool }] = parts[0];
    const [rules, setRules] = React.useState<readonly PartRule[]>(() =>
        parts.map(([{ pattern }]) => ({ pattern, wanted: true }))
    );
    const [folder, setFolder] = React.useState(place.folder);
    const [expiry, setExpiry] = React.useState<Expiry>('week');
    const sessionId = expiry === 'session' ? place.sessionId : undefined;
    const drafts = React.useMemo<RuleDraft[]>(
        () => rules.filter(({ wanted }) => wanted).map(({ pattern }) => ({ tool, pattern, folder, sessionId })),
        [tool, rules, folder, sessionId]
    );
    const preview = usePreview(place, drafts);
    const save = (event: React.FormEvent): void => {
        event.preventDefault();
        const expiresAtMs = expiryAtMs(expiry, Date.now());
        onSave(...drafts.map(draft => ({ ...draft, expiresAtMs })));
    };
    const notReady = drafts.length === 0 || !preview || preview.problem !== undefined;
    return (
        <form
            className="dispatch-approval-rule-form"
            data-keeps-escape
            aria-label={ApprovalText.ruleTitle}
            onSubmit={save}
            onKeyDown={event => leave(event, onCancel)}
        >
            {parts.length > 1 && <p>{ApprovalText.parted(parts.length)}</p>}
            {parts.map((offered, i) => (
                <PartFields
                    key={i}
                    tool={tool}
                    offered={offered}
                    rule={rules[i]}
                    isFirst={i === 0}
                    isOnly={parts.length === 1}
                    onChange={rule => setRules(rules.with(i, rule))}
                />
            ))}
            {drafts.length < parts.length && <p className="dispatch-approvals-quiet">{ApprovalText.notAll}</p>}
            <label>
                <span>{ApprovalText.ruleFolder}</span>
                <input
                    className="theia-input"
                    value={folder}
                    spellCheck={false}
                    maxLength={4_096}
                    onChange={event => setFolder(event.target.value)}
                />
            </label>
            <label>
                <span>{ApprovalText.ruleUntil}</span>
                <ExpirySelect value={expiry} onChange={setExpiry} />
            </label>
            <PreviewView preview={preview} rules={drafts.length} />
            <div className="dispatch-claude-answers">
                <button type="submit" className="theia-button" disabled={notReady}>
                    {ApprovalText.saveAndAllow(drafts.length)}
                </button>
                <button type="button" className="theia-button secondary" onClick={onCancel}>
                    {ApprovalText.cancel}
                </button>
            </div>
        </form>
    );
}

/** The rule for one part: its pattern, and those that fit. One of several parts may go without. */
function PartFields(props: {
    tool: RuleTool;
    offered: readonly RuleSuggestion[];
    rule: PartRule;
    isFirst: boolean;
    isOnly: boolean;
    onChange(rule: PartRule): void;
}): React.ReactElement {
    const { tool, offered, rule, isOnly, onChange } = props;
    const listId = React.useId();
    const setPattern = (pattern: string): void => onChange({ ...rule, pattern });
    const field = (
        <input
            type="text"
            className="theia-input"
            aria-label={isOnly ? ApprovalText.rulePattern : ApprovalText.patternFor(offered[0].pattern)}
            list={listId}
            value={rule.pattern}
            autoFocus={props.isFirst}
            spellCheck={false}
            readOnly={tool.startsWith('tool:')}
            disabled={!rule.wanted}
            maxLength={2_000}
            onChange={event => setPattern(event.target.value)}
        />
    );
    return (
        <>
            <div className="dispatch-approval-rule-part">
                {!isOnly && (
                    <input
                        type="checkbox"
                        aria-label={ApprovalText.withPart(offered[0].pattern)}
                        checked={rule.wanted}
                        onChange={event => onChange({ ...rule, wanted: event.target.checked })}
                    />
                )}
                {isOnly ? (
                    <label>
                        <span>{toolInWords(tool)}</span>
                        {field}
                    </label>
                ) : (
                    field
                )}
            </div>
            <datalist id={listId}>
                {offered.map(({ pattern }) => (
                    <option key={pattern} value={pattern} />
                ))}
            </datalist>
            {rule.wanted && <Offered offered={offered} pattern={rule.pattern} onPick={setPattern} />}
        </>
    );
}

function leave(event: React.KeyboardEvent, onCancel: () => void): void {
    if (event.key === 'Escape') {
        event.stopPropagation();
        onCancel();
    }
}

/** The patterns that fit a part of the call, from narrow to wide. */
function Offered(props: {
    offered: readonly RuleSuggestion[];
    pattern: string;
    onPick(pattern: string): void;
}): React.ReactNode {
    const { offered } = props;
    if (offered.length < 2) {
        return undefined;
    }
    return (
        <div className="dispatch-approval-offered">
            {offered.map(({ pattern }) => (
                <button
                    key={pattern}
                    type="button"
                    aria-pressed={pattern === props.pattern}
                    onClick={() => props.onPick(pattern)}
                >
                    <code>
                        <VisibleText text={pattern} />
                    </code>
                </button>
            ))}
        </div>
    );
}

/** How long: a choice. */
export function ExpirySelect(props: {
    value: Expiry | '';
    /** Shown for no choice yet. */
    nothing?: string;
    label?: string;
    without?: readonly Expiry[];
    onChange(expiry: Expiry): void;
}): React.ReactElement {
    const choices = Object.entries(ApprovalText.expiries) as [Expiry, string][];
    return (
        <select
            className="theia-select"
            aria-label={props.label ?? ApprovalText.ruleUntil}
            value={props.value}
            onChange={event => props.onChange(event.target.value as Expiry)}
        >
            {props.nothing !== undefined && <option value="">{props.nothing}</option>}
            {choices
                .filter(([expiry]) => !props.without?.includes(expiry))
                .map(([expiry, label]) => (
                    <option key={expiry} value={expiry}>
                        {label}
                    </option>
                ))}
        </select>
    );
}

function PreviewView({ preview, rules }: { preview: Preview | undefined; rules: number }): React.ReactElement {
    if (preview?.problem !== undefined) {
        return (
            <p className="dispatch-approval-danger" role="status">
                {preview.problem}
            </p>
        );
    }
    const { matches = [], matched = 0, lookedAt = 0 } = preview ?? {};
    const shown = matches.slice(0, SHOWN_MATCHES);
    return (
        <div className="dispatch-approval-preview" role="status">
            {preview &&
                (matched > 0
                    ? ApprovalText.wouldMatch(rules, matched, lookedAt)
                    : ApprovalText.wouldMatchNone(rules, lookedAt))}
            <ul>
                {shown.map((call, i) => (
                    <li key={i}>
                        <code>
                            <VisibleText text={call.subject} />
                        </code>{' '}
                        <span>{call.sessionTitle}</span>
                    </li>
                ))}
                {matched > shown.length && <li>{ApprovalText.andMore(matched - shown.length)}</li>}
            </ul>
        </div>
    );
}

function usePreview({ desk }: ApprovalPlace, drafts: RuleDraft[]): Preview | undefined {
    const [preview, setPreview] = React.useState<Preview>();
    React.useEffect(() => {
        let gone = false;
        // what is shown must be of these very drafts
        setPreview(undefined);
        if (drafts.length === 0) {
            return undefined;
        }
        const timer = window.setTimeout(() => {
            desk.preview(drafts).then(
                found => !gone && setPreview(found),
                (thrown: unknown) =>
                    !gone &&
                    setPreview({ problem: asDispatchError(thrown).message, matches: [], matched: 0, lookedAt: 0 })
            );
        }, PREVIEW_MS);
        return () => {
            gone = true;
            window.clearTimeout(timer);
        };
    }, [desk, drafts]);
    return preview;
}

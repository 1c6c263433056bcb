import * as React from '@theia/core/shared/react';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import type { PastCall, RuleDraft, RuleTool } from '../common/approval-protocol';
import type { RuleSuggestions } from '../domain/rule-suggestions';
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
    /** The person wants this rule, and allows the call. */
    onSave(draft: RuleDraft): void;
    onCancel(): void;
}

interface Preview {
    /** What is wrong with the rule, for people. */
    problem?: string;
    matches: readonly PastCall[];
    matched: number;
    lookedAt: number;
}

/** Makes a rule: what, where, how long; and shows what it would have matched before it is saved. */
export function RuleForm({ place, suggestions, onSave, onCancel }: RuleFormProps): React.ReactElement {
    const [first] = suggestions.offered;
    const [tool] = React.useState<RuleTool>(first.tool);
    const [pattern, setPattern] = React.useState(first.pattern);
    const [folder, setFolder] = React.useState(place.folder);
    const [expiry, setExpiry] = React.useState<Expiry>('week');
    const sessionId = expiry === 'session' ? place.sessionId : undefined;
    const draft = React.useMemo<RuleDraft>(
        () => ({ tool, pattern, folder, sessionId }),
        [tool, pattern, folder, sessionId]
    );
    const preview = usePreview(place, draft);
    const listId = React.useId();
    const save = (event: React.FormEvent): void => {
        event.preventDefault();
        onSave({ ...draft, expiresAtMs: expiryAtMs(expiry, Date.now()) });
    };
    return (
        <form
            className="dispatch-approval-rule-form"
            aria-label={ApprovalText.ruleTitle}
            onSubmit={save}
            onKeyDown={event => leave(event, onCancel)}
        >
            <label>
                <span>{toolInWords(tool)}</span>
                <input
                    className="theia-input"
                    aria-label={ApprovalText.rulePattern}
                    list={listId}
                    value={pattern}
                    autoFocus
                    spellCheck={false}
                    readOnly={tool.startsWith('tool:')}
                    maxLength={2_000}
                    onChange={event => setPattern(event.target.value)}
                />
            </label>
            <datalist id={listId}>
                {suggestions.offered.map(offered => (
                    <option key={offered.pattern} value={offered.pattern} />
                ))}
            </datalist>
            <Offered suggestions={suggestions} pattern={pattern} onPick={setPattern} />
            {suggestions.exact.length > 1 && <p>{ApprovalText.parted(suggestions.exact.length)}</p>}
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
            <PreviewView preview={preview} />
            <div className="dispatch-claude-answers">
                <button type="submit" className="theia-button" disabled={!preview || preview.problem !== undefined}>
                    {ApprovalText.saveAndAllow}
                </button>
                <button type="button" className="theia-button secondary" onClick={onCancel}>
                    {ApprovalText.cancel}
                </button>
            </div>
        </form>
    );
}

function leave(event: React.KeyboardEvent, onCancel: () => void): void {
    if (event.key === 'Escape') {
        event.stopPropagation();
        onCancel();
    }
}

/** The patterns that fit the call, from narrow to wide. */
function Offered(props: {
    suggestions: RuleSuggestions;
    pattern: string;
    onPick(pattern: string): void;
}): React.ReactNode {
    const { offered } = props.suggestions;
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

function PreviewView({ preview }: { preview: Preview | undefined }): React.ReactElement {
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
                (matched > 0 ? ApprovalText.wouldMatch(matched, lookedAt) : ApprovalText.wouldMatchNone(lookedAt))}
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

function usePreview({ desk }: ApprovalPlace, draft: RuleDraft): Preview | undefined {
    const [preview, setPreview] = React.useState<Preview>();
    React.useEffect(() => {
        let gone = false;
        // what is shown must be of this very draft
        setPreview(undefined);
        const timer = window.setTimeout(() => {
            desk.preview(draft).then(
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
    }, [desk, draft]);
    return preview;
}

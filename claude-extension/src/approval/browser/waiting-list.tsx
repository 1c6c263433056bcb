import * as React from '@theia/core/shared/react';
import type { WaitingApproval } from '../common/approval-protocol';
import type { ApprovalDesk } from './approval-desk';
import { ApprovalText } from './approval-text';
import { isAnswerable, WaitingRow } from './waiting-row';

interface WaitingListProps {
    desk: ApprovalDesk;
    waiting: readonly WaitingApproval[];
    answering: ReadonlySet<string>;
    onOpen(question: WaitingApproval): void;
}

/** Every question that waits, to be walked through with the keyboard and answered one by one or together. */
export function WaitingList({ desk, waiting, answering, onOpen }: WaitingListProps): React.ReactElement {
    const [selected, setSelected] = React.useState<ReadonlySet<string>>(new Set());
    const [seen, setSeen] = React.useState<ReadonlySet<string>>(new Set());
    const onSeen = React.useCallback((id: string) => setSeen(before => new Set([...before, id])), []);
    const list = React.useRef<HTMLUListElement>(null);
    const current = useCurrent(list, waiting);
    const isReady = ({ approvalId }: WaitingApproval): boolean => seen.has(approvalId) && !answering.has(approvalId);
    const answerable = waiting.filter(isAnswerable);
    const chosen = answerable.filter(({ approvalId }) => selected.has(approvalId));
    const toggle = ({ approvalId }: WaitingApproval): void => {
        const next = new Set(selected);
        if (!next.delete(approvalId)) {
            next.add(approvalId);
        }
        setSelected(next);
    };
    const selectAll = (): void => {
        const all = chosen.length < answerable.length ? answerable : [];
        setSelected(new Set(all.map(({ approvalId }) => approvalId)));
    };
    const answer = (value: 'allow' | 'deny', ...questions: readonly WaitingApproval[]): void =>
        void desk.answer(value, ...questions.filter(question => isAnswerable(question) && isReady(question)));
    const keyDown = (event: React.KeyboardEvent): void => {
        const question = waiting.find(({ approvalId }) => approvalId === current.id);
        if (!question || event.target !== rowOf(list.current, current.id)) {
            return;
        }
        const isPlainKey = !event.ctrlKey && !event.metaKey && !event.altKey;
        const acts: Record<string, () => void> = {
            ArrowDown: () => current.move(1),
            ArrowUp: () => current.move(-1),
            Home: () => current.move(-Infinity),
            End: () => current.move(Infinity),
            Enter: () => onOpen(question),
            ' ': () => isAnswerable(question) && toggle(question),
            a: () => answer('allow', question),
            d: () => answer('deny', question)
        };
        const act = isPlainKey ? acts[event.key] : event.key === 'a' && !event.altKey ? selectAll : undefined;
        if (act) {
            event.preventDefault();
            event.stopPropagation();
            act();
        }
    };
    return (
        <>
            {answerable.length > 1 && (
                <div className="dispatch-approvals-batch">
                    <button type="button" className="dispatch-claude-link" onClick={selectAll}>
                        {chosen.length < answerable.length ? ApprovalText.selectAll : ApprovalText.selectNone}
                    </button>
                    {chosen.length > 0 && (
                        <>
                            <button type="button" className="theia-button" onClick={() => answer('allow', ...chosen)}>
                                {ApprovalText.allowSelected(chosen.length)}
                            </button>
                            <button
                                type="button"
                                className="theia-button secondary"
                                onClick={() => answer('deny', ...chosen)}
                            >
                                {ApprovalText.denySelected(chosen.length)}
                            </button>
                        </>
                    )}
                </div>
            )}
            <ul
                ref={list}
                className="dispatch-approvals-list"
                aria-label={ApprovalText.view}
                onKeyDown={keyDown}
                onFocus={event => current.focused(event.target)}
                onBlur={event => current.blurred(event)}
            >
                {waiting.map(question => (
                    <WaitingRow
                        key={question.approvalId}
                        desk={desk}
                        question={question}
                        selected={selected.has(question.approvalId)}
                        inTabOrder={question.approvalId === current.id}
                        ready={isReady(question)}
                        onSelect={() => toggle(question)}
                        onSeen={onSeen}
                        onOpen={() => onOpen(question)}
                    />
                ))}
            </ul>
            <p className="dispatch-approvals-quiet">{ApprovalText.keys}</p>
        </>
    );
}

/** The row that has the focus, or had it last. When it goes, the one that takes its place has it. */
function useCurrent(list: React.RefObject<HTMLUListElement | null>, waiting: readonly WaitingApproval[]) {
    const [lastId, setLastId] = React.useState<string>();
    const lastIndex = React.useRef(0);
    const hasFocus = React.useRef(false);
    const ids = waiting.map(({ approvalId }) => approvalId);
    const found = lastId === undefined ? -1 : ids.indexOf(lastId);
    const index = found >= 0 ? found : Math.min(lastIndex.current, ids.length - 1);
    lastIndex.current = Math.max(0, index);
    const id = ids[index];
    React.useLayoutEffect(() => {
        if (hasFocus.current && found < 0) {
            rowOf(list.current, id)?.focus();
        }
    });
    return {
        id,
        move: (by: number): void => {
            const to = Math.min(ids.length - 1, Math.max(0, index + by));
            rowOf(list.current, ids[to])?.focus();
        },
        focused: (element: Element): void => {
            hasFocus.current = true;
            setLastId(element.closest<HTMLElement>('[data-approval]')?.dataset['approval']);
        },
        /** A row that is removed tells of it too, and with it the focus is not given away. */
        blurred: ({ relatedTarget, currentTarget }: React.FocusEvent): void => {
            hasFocus.current = relatedTarget === null || currentTarget.contains(relatedTarget);
        }
    };
}

function rowOf(list: HTMLElement | null, id: string | undefined): HTMLElement | undefined {
    const rows = [...(list?.querySelectorAll<HTMLElement>('[data-approval]') ?? [])];
    return rows.find(row => row.dataset['approval'] === id);
}

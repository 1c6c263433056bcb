import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { latestTodos } from '../../domain/todo-list';
import type { Transcript } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { TodosView } from '../tools/todos-view';

/** What Claude means to do, kept in sight above the input while something of it is left. */
export function TodoBar({ transcript }: { transcript: Transcript }): React.ReactNode {
    const { turns } = transcript;
    // the head of a transcript changes more often than its turns
    const items = React.useMemo(() => latestTodos(turns), [turns]);
    const [open, setOpen] = React.useState(false);
    const done = items.filter(item => item.state === 'completed').length;
    if (items.length === done) {
        return undefined;
    }
    const now = items.find(item => item.state === 'in_progress') ?? items.find(item => item.state === 'pending');
    return (
        <section className="dispatch-claude-todo-bar" aria-label={ClaudeText.todoList}>
            <button type="button" className="dispatch-claude-row" aria-expanded={open} onClick={() => setOpen(!open)}>
                <span className={codicon('checklist')} aria-hidden />
                <span className="dispatch-claude-todo-now">{now?.text}</span>
                <span className="dispatch-claude-quiet">{ClaudeText.doneOf(done, items.length)}</span>
                <span className={codicon(open ? 'chevron-down' : 'chevron-up')} aria-hidden />
            </button>
            {open && <TodosView items={items} />}
        </section>
    );
}

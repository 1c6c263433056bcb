import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { TodoItem } from '../../domain/tool-presentation';
import { ClaudeText } from '../claude-text';

const ICONS: Record<TodoItem['state'], string> = {
    pending: 'circle-large-outline',
    in_progress: 'arrow-right',
    completed: 'pass'
};

/** What Claude means to do, does and has done. */
export function TodosView({ items }: { items: readonly TodoItem[] }): React.ReactElement {
    return (
        <ul className="dispatch-claude-todos">
            {items.map((item, i) => (
                <li key={i} className={`dispatch-claude-todo-${item.state}`}>
                    <span
                        className={codicon(ICONS[item.state])}
                        role="img"
                        aria-label={ClaudeText.todoStates[item.state]}
                    />
                    {item.text}
                </li>
            ))}
        </ul>
    );
}

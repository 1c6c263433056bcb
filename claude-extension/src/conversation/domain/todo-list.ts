import { TodoItem, todosIn } from './tool-presentation';
import type { ToolPart, Turn } from './transcript';

/** What one call does to the list: puts a whole one in its place, adds an entry, or changes one. */
type TodoChange =
    | { readonly kind: 'all'; readonly items: readonly TodoItem[] }
    | { readonly kind: 'add'; readonly id: string | undefined; readonly text: string }
    | {
          readonly kind: 'change';
          readonly id: string;
          readonly text?: string;
          readonly state: TodoItem['state'] | 'deleted' | undefined;
      };

const changesOfTurn = new WeakMap<Turn, readonly TodoChange[]>();

/**
 * The list that Claude keeps of its own work, as it is now: by `TodoWrite`, which writes the whole list, or by
 * `TaskCreate` and `TaskUpdate`. Empty when there is none. Turns that the session went back before do not count.
 */
export function latestTodos(turns: readonly Turn[]): readonly TodoItem[] {
    let list = new Map<string, TodoItem>();
    for (const change of turns.filter(turn => !turn.rewoundBy).flatMap(changesIn)) {
        if (change.kind === 'all') {
            list = new Map(change.items.map((item, i) => [`#${i + 1}`, item]));
        } else {
            apply(list, change);
        }
    }
    return [...list.values()];
}

function apply(list: Map<string, TodoItem>, change: Exclude<TodoChange, { kind: 'all' }>): void {
    if (change.kind === 'add') {
        list.set(change.id ?? String(list.size + 1), { text: change.text, state: 'pending' });
        return;
    }
    const item = list.get(change.id);
    if (change.state === 'deleted') {
        list.delete(change.id);
    } else if (item) {
        list.set(change.id, { text: change.text ?? item.text, state: change.state ?? item.state });
    }
}

function changesIn(turn: Turn): readonly TodoChange[] {
    let changes = changesOfTurn.get(turn);
    if (!changes) {
        // a sub-agent has a list of its own, which is not the one of the session
        changes = turn.parts.flatMap(part =>
            part.kind === 'tool' && !part.parentToolUseId ? (changeOf(part) ?? []) : []
        );
        changesOfTurn.set(turn, changes);
    }
    return changes;
}

function changeOf({ name, input, state, output = '' }: ToolPart): TodoChange | undefined {
    if (state === 'denied' || state === 'withdrawn' || state === 'error') {
        return undefined;
    }
    switch (name.toLowerCase()) {
        case 'todowrite':
            return { kind: 'all', items: todosIn(input) };
        case 'taskcreate':
            return { kind: 'add', id: /#(\w+)/.exec(output)?.[1], text: textOf(input['subject']) ?? '' };
        case 'taskupdate':
            return {
                kind: 'change',
                id: textOf(input['taskId']) ?? '',
                text: textOf(input['subject']),
                state: stateOf(input['status'])
            };
        default:
            return undefined;
    }
}

function textOf(value: unknown): string | undefined {
    return typeof value === 'string' ? value : undefined;
}

function stateOf(value: unknown): TodoItem['state'] | 'deleted' | undefined {
    return value === 'pending' || value === 'in_progress' || value === 'completed' || value === 'deleted'
        ? value
        : undefined;
}

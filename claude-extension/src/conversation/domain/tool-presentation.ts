import { DiffLine, diffLines, linesOf } from './line-diff';

/** What a tool call is about, in a form that can be shown on one line and opened. */
export interface ToolPresentation {
    /** Name of a codicon. */
    readonly icon: string;
    /** A verb for people: "Run", "Read". The tool's own name where it is not known. */
    readonly verb: string;
    /** What it does it to, on one line: a command, a pattern, an address. Empty when `path` says it. */
    readonly subject: string;
    /** A file or folder as the tool was given it: absolute, or relative to the folder of the session. */
    readonly path?: string;
    /** The line to open `path` at, from 1. */
    readonly line?: number;
    readonly body: ToolBody;
    /** Fields of the input that neither `subject`, `path` nor `body` shows. */
    readonly rest: Readonly<Record<string, unknown>>;
}

/** What is seen when a call is opened, before its output. */
export type ToolBody =
    | { readonly kind: 'nothing' }
    | { readonly kind: 'command'; readonly command: string }
    | { readonly kind: 'diff'; readonly hunks: readonly (readonly DiffLine[])[] }
    | { readonly kind: 'todos'; readonly items: readonly TodoItem[] };

/** One entry of the list that Claude keeps of its own work. */
export interface TodoItem {
    readonly text: string;
    readonly state: 'pending' | 'in_progress' | 'completed';
}

type Input = Readonly<Record<string, unknown>>;
type Presenter = (input: Input, take: (...names: string[]) => string) => Omit<ToolPresentation, 'rest'>;

/** How a call of a tool is shown. Input that does not look as the tool's should is shown as it is. */
export function presentTool(name: string, input: Input): ToolPresentation {
    const taken = new Set<string>();
    const take = (...names: string[]): string => {
        for (const field of names) {
            const value = input[field];
            if (typeof value === 'string') {
                taken.add(field);
                return value;
            }
        }
        return '';
    };
    const presented = (PRESENTERS.get(name.toLowerCase()) ?? unknownTool(name))(input, take);
    if (presented.body.kind === 'todos') {
        taken.add('todos');
    }
    if (presented.body.kind === 'diff' && showsAll(input['edits'], presented.body.hunks.length)) {
        taken.add('edits');
    }
    if (presented.line !== undefined) {
        taken.add('offset');
    }
    const rest = Object.fromEntries(Object.entries(input).filter(([field]) => !taken.has(field)));
    return { ...presented, rest };
}

/** The first line of a text, for a heading. */
export function firstLine(text: string): string {
    const lines = linesOf(text.trim());
    return lines.length > 1 ? `${lines[0]} …` : (lines[0] ?? '');
}

const NOTHING: ToolBody = { kind: 'nothing' };

const bash: Presenter = (_, take) => {
    const command = take('command', 'cmd');
    return { icon: 'terminal', verb: 'Run', subject: firstLine(command), body: { kind: 'command', command } };
};

const read: Presenter = (input, take) => ({
    icon: 'file',
    verb: 'Read',
    subject: '',
    path: take('file_path', 'path', 'notebook_path'),
    line: typeof input['offset'] === 'number' ? input['offset'] : undefined,
    body: NOTHING
});

const write: Presenter = (_, take) => ({
    icon: 'new-file',
    verb: 'Write',
    subject: '',
    path: take('file_path', 'path'),
    body: { kind: 'diff', hunks: [diffLines('', take('content', 'text'))] }
});

const edit: Presenter = (input, take) => {
    const path = take('file_path', 'path', 'notebook_path');
    const edits = Array.isArray(input['edits']) ? (input['edits'] as unknown[]) : undefined;
    const hunks = edits
        ? edits.map(one => diffLines(field(one, 'old_string'), field(one, 'new_string')))
        : [diffLines(take('old_string', 'old_text'), take('new_string', 'new_text', 'new_source'))];
    return { icon: 'edit', verb: 'Edit', subject: '', path, body: { kind: 'diff', hunks } };
};

const search = (icon: string, verb: string, ...names: string[]): Presenter => {
    return (_, take) => ({ icon, verb, subject: take(...names), path: take('path') || undefined, body: NOTHING });
};

const todos: Presenter = input => {
    const list = Array.isArray(input['todos']) ? (input['todos'] as unknown[]) : [];
    const items = list.map(one => ({ text: field(one, 'content'), state: todoState(field(one, 'status')) }));
    const done = items.filter(item => item.state === 'completed').length;
    return {
        icon: 'checklist',
        verb: 'Plan',
        subject: `${done} of ${items.length} done`,
        body: { kind: 'todos', items }
    };
};

const unknownTool =
    (name: string): Presenter =>
    input => {
        const first = Object.values(input).find(value => typeof value === 'string');
        return { icon: 'tools', verb: readableName(name), subject: firstLine(first ?? ''), body: NOTHING };
    };

const PRESENTERS = new Map<string, Presenter>([
    ['bash', bash],
    ['run_command', bash],
    ['read', read],
    ['read_file', read],
    ['notebookread', read],
    ['write', write],
    ['write_file', write],
    ['edit', edit],
    ['edit_file', edit],
    ['multiedit', edit],
    ['notebookedit', edit],
    ['glob', search('search', 'Find files', 'pattern')],
    ['grep', search('search', 'Search', 'pattern', 'query')],
    ['ls', search('folder', 'List', 'pattern')],
    ['list_files', search('folder', 'List', 'pattern')],
    ['webfetch', search('globe', 'Fetch', 'url')],
    ['websearch', search('globe', 'Search the web', 'query')],
    ['task', search('organization', 'Delegate', 'description')],
    ['agent', search('organization', 'Delegate', 'description')],
    ['todowrite', todos]
]);

/** `mcp__server__do_it` as "server: do it". */
function readableName(name: string): string {
    const mcp = /^mcp__(.+?)__(.+)$/.exec(name);
    return mcp ? `${mcp[1]}: ${mcp[2].replaceAll('_', ' ')}` : name;
}

function field(value: unknown, name: string): string {
    const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
    return typeof found === 'string' ? found : '';
}

/** Whether the hunks say all that is in the edits; one with `replace_all`, say, is shown as it is as well. */
function showsAll(edits: unknown, hunks: number): boolean {
    return (
        Array.isArray(edits) &&
        edits.length === hunks &&
        edits.every(
            edit =>
                typeof edit === 'object' &&
                edit !== null &&
                Object.entries(edit).every(
                    ([name, value]) => ['old_string', 'new_string'].includes(name) && typeof value === 'string'
                )
        )
    );
}

function todoState(status: string): TodoItem['state'] {
    return status === 'completed' || status === 'in_progress' ? status : 'pending';
}

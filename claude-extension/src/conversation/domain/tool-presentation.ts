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
    /** The last line that was asked for, where the tool was told how many. */
    readonly endLine?: number;
    /** What Claude itself says that the call is for. */
    readonly hint?: string;
    readonly body: ToolBody;
    /** How what it came to is read; as plain text where absent. */
    readonly output?: 'hits' | 'paths' | 'markdown';
    /** Fields of the input that neither `subject`, `path` nor `body` shows. */
    readonly rest: Readonly<Record<string, unknown>>;
}

/** What is seen when a call is opened, before its output. */
export type ToolBody =
    | { readonly kind: 'nothing' }
    | { readonly kind: 'command'; readonly command: string }
    | { readonly kind: 'diff'; readonly hunks: readonly (readonly DiffLine[])[] }
    | { readonly kind: 'todos'; readonly items: readonly TodoItem[] }
    /** Markdown: what a sub-agent is told, or a plan. */
    | { readonly kind: 'prose'; readonly text: string }
    | { readonly kind: 'questions'; readonly questions: readonly AskedQuestion[] };

/** One entry of the list that Claude keeps of its own work. */
export interface TodoItem {
    readonly text: string;
    readonly state: 'pending' | 'in_progress' | 'completed';
}

/** A question to the person with choices; something else can always be written instead. */
export interface AskedQuestion {
    readonly question: string;
    /** One or two words. */
    readonly header: string;
    readonly options: readonly { readonly label: string; readonly description: string }[];
    readonly multiSelect: boolean;
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
    if (presented.body.kind === 'diff' && input['replace_all'] === false) {
        taken.add('replace_all'); // once, as the comparison shows it
    }
    if (presented.body.kind === 'questions') {
        taken.add('questions');
    }
    if (presented.line !== undefined) {
        taken.add('offset').add('first_line');
    }
    if (presented.endLine !== undefined) {
        taken.add('limit').add('lines');
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
    const hint = take('description');
    return {
        icon: 'terminal',
        verb: 'Run',
        subject: firstLine(command),
        ...(hint && { hint }),
        body: { kind: 'command', command }
    };
};

const read: Presenter = (input, take) => {
    const [offset, limit] = [input['offset'] ?? input['first_line'], input['limit'] ?? input['lines']].map(value =>
        typeof value === 'number' ? value : undefined
    );
    const endLine = limit === undefined ? undefined : Math.max(1, offset ?? 1) + limit - 1;
    const line = offset ?? (endLine === undefined ? undefined : 1);
    const path = take('file_path', 'path', 'notebook_path');
    return { icon: 'file', verb: 'Read', subject: '', path, line, endLine, body: NOTHING };
};

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
    return (_, take) => ({
        icon,
        verb,
        subject: take(...names),
        path: take('path') || undefined,
        body: NOTHING,
        output: 'paths'
    });
};

/** Claude Code's search names the files only, unless it is told otherwise; ours names the lines. */
const grep: Presenter = (input, take) => {
    const found = search('search', 'Search', 'pattern', 'query')(input, take);
    const mode = take('output_mode');
    return { ...found, output: mode === '' || mode === 'files_with_matches' ? 'paths' : 'hits' };
};

const hits: Presenter = (input, take) => ({
    ...search('search', 'Search', 'pattern', 'query')(input, take),
    output: 'hits'
});

const web = (verb: string, name: string): Presenter => {
    return (_, take) => ({ icon: 'globe', verb, subject: take(name), body: NOTHING, output: 'markdown' });
};

const delegate: Presenter = (_, take) => ({
    icon: 'organization',
    verb: 'Delegate',
    subject: take('description'),
    body: { kind: 'prose', text: take('prompt') },
    output: 'markdown'
});

const plan: Presenter = (_, take) => ({
    icon: 'list-ordered',
    verb: 'Propose a plan',
    subject: '',
    body: { kind: 'prose', text: take('plan') }
});

const questions: Presenter = input => {
    const asked = questionsIn(input);
    return {
        icon: 'comment-discussion',
        verb: 'Ask',
        subject: asked.map(({ header, question }) => header || question).join(', '),
        body: { kind: 'questions', questions: asked }
    };
};

const todos: Presenter = input => {
    const items = todosIn(input);
    const done = items.filter(item => item.state === 'completed').length;
    return {
        icon: 'checklist',
        verb: 'To do',
        subject: `${done} of ${items.length} done`,
        body: { kind: 'todos', items }
    };
};

const task =
    (verb: string): Presenter =>
    (_, take) => ({ icon: 'checklist', verb, subject: take('subject', 'taskId'), body: NOTHING });

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
    ['grep', grep],
    ['search', hits],
    ['ls', search('folder', 'List', 'pattern')],
    ['list_files', search('folder', 'List', 'pattern')],
    ['webfetch', web('Fetch', 'url')],
    ['web_fetch', web('Fetch', 'url')],
    ['websearch', web('Search the web', 'query')],
    ['task', delegate],
    ['agent', delegate],
    ['todowrite', todos],
    ['taskcreate', task('Add to the list')],
    ['taskupdate', task('Change the list')],
    ['exitplanmode', plan],
    ['askuserquestion', questions]
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
                    ([name, value]) =>
                        (['old_string', 'new_string'].includes(name) && typeof value === 'string') ||
                        (name === 'replace_all' && value === false)
                )
        )
    );
}

/** The entries of a to-do list, as `TodoWrite` is given it. */
export function todosIn(input: Input): TodoItem[] {
    return listIn(input, 'todos').map(one => ({ text: field(one, 'content'), state: todoState(field(one, 'status')) }));
}

/** The questions of `AskUserQuestion`; those without a text are left out. */
export function questionsIn(input: Input): AskedQuestion[] {
    return listIn(input, 'questions')
        .map(one => ({
            question: field(one, 'question'),
            header: field(one, 'header'),
            options: listIn(one, 'options').map(option => ({
                label: field(option, 'label'),
                description: field(option, 'description')
            })),
            multiSelect: typeof one === 'object' && one !== null && (one as Input)['multiSelect'] === true
        }))
        .filter(({ question }) => question);
}

function listIn(value: unknown, name: string): readonly unknown[] {
    const found = typeof value === 'object' && value !== null ? (value as Input)[name] : undefined;
    return Array.isArray(found) ? (found as unknown[]) : [];
}

function todoState(status: string): TodoItem['state'] {
    return status === 'completed' || status === 'in_progress' ? status : 'pending';
}

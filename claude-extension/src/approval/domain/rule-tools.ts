import { RuleTool } from '../common/approval-protocol';

/** What a call does, as far as rules know it. `subject`: the command, the path or the address. */
export interface RuledCall {
    readonly tool: RuleTool;
    readonly subject: string;
}

type Input = Readonly<Record<string, unknown>>;

interface KnownTool {
    readonly tool: 'command' | 'change' | 'read' | 'fetch';
    /** The field that is matched. */
    readonly field: string;
    /** All fields that the tool may have; with another one the call is not what a rule knows. */
    readonly fields: readonly string[];
}

const known = (tool: KnownTool['tool'], field: string, ...fields: string[]): KnownTool => ({
    tool,
    field,
    fields: [field, ...fields]
});

/** By the exact names of both runtimes. */
const KNOWN: ReadonlyMap<string, KnownTool> = new Map([
    ['Bash', known('command', 'command', 'description', 'timeout')],
    ['bash', known('command', 'command', 'description', 'timeout_ms')],
    ['Write', known('change', 'file_path', 'content')],
    ['Edit', known('change', 'file_path', 'old_string', 'new_string', 'replace_all')],
    ['MultiEdit', known('change', 'file_path', 'edits')],
    ['NotebookEdit', known('change', 'notebook_path', 'cell_id', 'cell_type', 'edit_mode', 'new_source')],
    ['write_file', known('change', 'path', 'content')],
    ['edit_file', known('change', 'path', 'old_text', 'new_text', 'replace_all')],
    ['Read', known('read', 'file_path', 'offset', 'limit', 'pages')],
    ['read_file', known('read', 'path', 'first_line', 'lines')],
    ['WebFetch', known('fetch', 'url', 'prompt')],
    ['web_fetch', known('fetch', 'url', 'prompt')]
]);

/** Questions to the person are never answered by a rule. */
const NEVER = new Set(['AskUserQuestion', 'ExitPlanMode', 'EnterPlanMode']);

/** Whether a call changes nothing for certain: then a rule may allow it also while Claude only plans. */
export function onlyLooks(name: string): boolean {
    const tool = KNOWN.get(name)?.tool;
    return tool === 'read' || tool === 'fetch';
}

/** How rules see a call. Undefined where no rule may say anything about it. */
export function ruledCall(name: string, input: Input): RuledCall | undefined {
    const tool = KNOWN.get(name);
    if (!tool) {
        return NEVER.has(name) || name === '' ? undefined : { tool: `tool:${name}`, subject: '' };
    }
    const subject = input[tool.field];
    const isKnown = Object.entries(input).every(
        ([field, value]) => value === undefined || value === false || tool.fields.includes(field)
    );
    return isKnown && typeof subject === 'string' && subject !== '' ? { tool: tool.tool, subject } : undefined;
}

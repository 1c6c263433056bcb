import { z } from 'zod';

/** One line of a conversation as Claude Code keeps it; the part that is read. */
const Line = z.object({
    type: z.string(),
    uuid: z.string().optional(),
    parentUuid: z.string().nullish(),
    logicalParentUuid: z.string().nullish(),
    isSidechain: z.boolean().optional(),
    isMeta: z.boolean().optional(),
    isCompactSummary: z.boolean().optional(),
    timestamp: z.string().optional(),
    cwd: z.string().optional(),
    gitBranch: z.string().optional(),
    summary: z.string().optional(),
    customTitle: z.string().optional(),
    aiTitle: z.string().optional(),
    message: z
        .object({
            model: z.string().optional(),
            content: z.union([z.string(), z.array(z.record(z.string(), z.unknown()))])
        })
        .optional()
});

/** A part of what was said or done. */
export type ForeignBlock =
    | { readonly kind: 'text' | 'thinking'; readonly text: string }
    | { readonly kind: 'tool'; readonly id: string; readonly name: string; readonly input: Record<string, unknown> }
    | { readonly kind: 'result'; readonly id: string; readonly failed: boolean; readonly text: string };

/** One thing that was said, by whom. */
export interface ForeignEntry {
    readonly uuid: string;
    readonly by: 'person' | 'claude';
    readonly atMs: number;
    readonly model?: string;
    readonly blocks: readonly ForeignBlock[];
}

/** A conversation of Claude Code, read. */
export interface ForeignTranscript {
    readonly title: string;
    readonly folder?: string;
    readonly branch?: string;
    readonly entries: readonly ForeignEntry[];
}

const MAX_TITLE = 120;
const UNTITLED = 'Untitled conversation';

/**
 * Reads the lines of a conversation. Where the person went back and said something else, the branch that was gone on with
 * is the conversation. Lines that are not understood are left out: the format is Claude Code's own, and grows.
 */
export function readTranscript(lines: Iterable<string>): ForeignTranscript {
    const parsed = [...lines].flatMap(line => parseLine(line) ?? []);
    const entries = chainOf(parsed).flatMap(line => entryOf(line) ?? []);
    const last = <T>(pick: (line: z.infer<typeof Line>) => T | undefined): T | undefined =>
        parsed.map(pick).findLast(value => value !== undefined);
    const named = last(line => line.customTitle) ?? last(line => line.aiTitle) ?? last(line => line.summary);
    return {
        title: titleOf(named ?? firstWords(entries)),
        folder: parsed.find(line => line.cwd !== undefined)?.cwd,
        branch: last(line => line.gitBranch || undefined),
        entries
    };
}

function titleOf(text: string | undefined): string {
    const line = text?.replace(/\s+/g, ' ').trim() ?? '';
    return line.length > MAX_TITLE ? `${line.slice(0, MAX_TITLE - 1)}…` : line || UNTITLED;
}

function firstWords(entries: readonly ForeignEntry[]): string | undefined {
    const first = entries.find(entry => entry.by === 'person' && entry.blocks.some(block => block.kind === 'text'));
    return first?.blocks.flatMap(block => (block.kind === 'text' ? [block.text] : [])).join(' ');
}

function parseLine(line: string): z.infer<typeof Line> | undefined {
    if (!line.startsWith('{')) {
        return undefined;
    }
    try {
        const parsed = Line.safeParse(JSON.parse(line));
        return parsed.success ? parsed.data : undefined;
    } catch {
        // cut short, as the last line of a file that is being written
        return undefined;
    }
}

/** From the newest line back to the first, by what each answers; then in the order of time. */
function chainOf(lines: readonly z.infer<typeof Line>[]): z.infer<typeof Line>[] {
    const said = lines.filter(line => line.uuid !== undefined && line.isSidechain !== true);
    const byId = new Map(said.map(line => [line.uuid, line]));
    const chain: z.infer<typeof Line>[] = [];
    const seen = new Set<string>();
    let next = said.findLast(line => line.type === 'user' || line.type === 'assistant');
    while (next?.uuid !== undefined && !seen.has(next.uuid)) {
        seen.add(next.uuid);
        chain.push(next);
        next = byId.get(next.parentUuid ?? next.logicalParentUuid ?? undefined);
    }
    return chain.reverse();
}

function entryOf(line: z.infer<typeof Line>): ForeignEntry | undefined {
    const { type, uuid, message, isMeta, isCompactSummary, timestamp } = line;
    if (!message || uuid === undefined || isMeta || isCompactSummary || (type !== 'user' && type !== 'assistant')) {
        return undefined;
    }
    const by = type === 'user' ? 'person' : 'claude';
    const blocks = typeof message.content === 'string' ? wordsOf(message.content, by) : blocksOf(message.content, by);
    const atMs = Date.parse(timestamp ?? '') || 0;
    return blocks.length === 0 ? undefined : { uuid, by, atMs, model: message.model, blocks };
}

function blocksOf(content: readonly Record<string, unknown>[], by: ForeignEntry['by']): ForeignBlock[] {
    return content.flatMap((block): ForeignBlock[] => {
        const { type, text, thinking, id, name, input, tool_use_id: resultOf } = block;
        if (type === 'text' && typeof text === 'string') {
            return wordsOf(text, by);
        }
        if (type === 'thinking' && typeof thinking === 'string' && thinking !== '') {
            return [{ kind: 'thinking', text: thinking }];
        }
        if (type === 'tool_use' && typeof id === 'string' && typeof name === 'string') {
            return [{ kind: 'tool', id, name, input: isRecord(input) ? input : {} }];
        }
        if (type === 'tool_result' && typeof resultOf === 'string') {
            const failed = block['is_error'] === true;
            return [{ kind: 'result', id: resultOf, failed, text: resultText(block['content']) }];
        }
        return type === 'image' ? [{ kind: 'text', text: '(a picture)' }] : [];
    });
}

/** Without what Claude Code adds to what a person says. */
function wordsOf(text: string, by: ForeignEntry['by']): ForeignBlock[] {
    if (by === 'claude') {
        return text.trim() === '' ? [] : [{ kind: 'text', text }];
    }
    const command = /<command-name>([^<]*)<\/command-name>/.exec(text)?.[1]?.trim();
    const args = /<command-args>([\s\S]*?)<\/command-args>/.exec(text)?.[1]?.trim();
    const words = command
        ? [command.startsWith('/') ? command : `/${command}`, args].filter(Boolean).join(' ')
        : text.replace(/<(system-reminder|local-command-\w+|ide_\w+)>[\s\S]*?<\/\1>/g, '').trim();
    return words === '' ? [] : [{ kind: 'text', text: words }];
}

function resultText(content: unknown): string {
    if (typeof content === 'string') {
        return content;
    }
    return Array.isArray(content)
        ? content.map(block => (isRecord(block) && typeof block['text'] === 'string' ? block['text'] : '')).join('\n')
        : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import {
    FakeBlock,
    FakeInputBlock,
    FakeErrors,
    FakeReply,
    FakeRequest,
    FakeRequestBody,
    FakeScript,
    chunksOf,
    fakeText
} from './fake-reply';

/** How the demonstration speaks. */
export interface DemoOptions {
    /** Between two words, in ms. */
    chunkDelayMs?: number;
}

/**
 * What the fake says when no test scripts it. It looks at the last thing that the person said:
 *
 * - `run: <command>`: says so, calls the bash tool with the command, and sums up when the result is there;
 * - `write: <path>`: the same with the tool that writes a file;
 * - `count to <n>`: streams that many numbered lines;
 * - `think: …`: thinks before it answers;
 * - `fail: <status>`: answers with that error, always;
 * - anything else: an answer in Markdown with a list, a code block and a table.
 */
export function demoScript({ chunkDelayMs = 8 }: DemoOptions = {}): FakeScript {
    return request => demoReply(request, chunkDelayMs);
}

function demoReply(request: FakeRequest, chunkDelayMs: number): FakeReply {
    const { body } = request;
    if (isTitleRequest(body)) {
        return fakeText(JSON.stringify({ title: 'A demonstration', isNewTopic: true }));
    }
    const result = lastToolResult(body);
    if (result !== undefined) {
        return fakeText(summaryOf(result), chunkDelayMs);
    }
    const said = lastPersonText(body);
    return failure(said) ?? { kind: 'message', blocks: demoBlocks(said, body), chunkDelayMs };
}

function failure(said: string): FakeReply | undefined {
    const status = /fail:\s*(\d+)/i.exec(said)?.[1];
    switch (status) {
        case undefined:
            return undefined;
        case '401':
            return FakeErrors.unauthorized();
        case '429':
            return FakeErrors.rateLimited();
        case '529':
            return FakeErrors.overloaded();
        default:
            return { kind: 'error', status: Number(status), type: 'api_error', message: `You asked for ${status}.` };
    }
}

function demoBlocks(said: string, body: FakeRequestBody): FakeBlock[] {
    const command = /run:\s*(\S[^\n]*)/i.exec(said)?.[1]?.trim();
    const bash = body.tools?.find(tool => tool.name.toLowerCase() === 'bash')?.name;
    if (command && bash) {
        return [
            text('I will run that for you.'),
            { type: 'tool_use', name: bash, input: { command, description: 'Run the command that was asked for' } }
        ];
    }
    const path = /write:\s*(\S+)/i.exec(said)?.[1];
    const write = body.tools?.find(({ name }) => name === 'Write' || name === 'write_file')?.name;
    if (path && write) {
        const input = write === 'Write' ? { file_path: path } : { path };
        return [
            text('I will write that.'),
            { type: 'tool_use', name: write, input: { ...input, content: 'written\n' } }
        ];
    }
    const count = Number(/count to (\d{1,5})/i.exec(said)?.[1] ?? 0);
    if (count > 0) {
        return [{ type: 'text', chunks: Array.from({ length: count }, (_, index) => `line ${index + 1}  \n`) }];
    }
    const answer = text(MARKDOWN);
    return /think:/i.test(said)
        ? [{ type: 'thinking', text: 'The question is short, so the answer can be short too. ' }, answer]
        : [answer];
}

function text(content: string): FakeBlock {
    return { type: 'text', chunks: chunksOf(content) };
}

function summaryOf(result: { text: string; failed: boolean }): string {
    const firstLine = result.text.split('\n').find(line => line.trim()) ?? '';
    if (result.failed) {
        return `That did not work: ${firstLine || 'no reason was given'}. Tell me how to go on.`;
    }
    return firstLine
        ? `Done. It printed:\n\n\`\`\`\n${result.text.slice(0, 600)}\n\`\`\`\n`
        : 'Done. It printed nothing.';
}

/** What the person said last, without what Claude Code adds; empty when the last message is none of a person. */
function lastPersonText(body: FakeRequestBody): string {
    const last = body.messages?.findLast(message => message.role === 'user');
    return (typeof last?.content === 'string' ? spoken(last.content) : lastSpoken(last?.content ?? [])) ?? '';
}

/** The result of the tool, when it is the last thing that was sent and nothing was said after it. */
function lastToolResult(body: FakeRequestBody): { text: string; failed: boolean } | undefined {
    const last = body.messages?.at(-1);
    if (!last || typeof last.content === 'string') {
        return undefined;
    }
    const at = last.content.findLastIndex(block => block.type === 'tool_result');
    if (at < 0 || lastSpoken(last.content.slice(at)) !== undefined) {
        return undefined;
    }
    const result = last.content[at];
    return { text: resultText(result.content), failed: result.is_error === true };
}

function lastSpoken(blocks: readonly FakeInputBlock[]): string | undefined {
    return blocks.flatMap(block => (block.type === 'text' ? [spoken(block.text ?? '')] : [])).findLast(Boolean);
}

/** A text without what Claude Code adds to it. */
export function spoken(content: string): string | undefined {
    return content.replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, '').trim() || undefined;
}

function resultText(content: unknown): string {
    if (typeof content === 'string') {
        return content;
    }
    return Array.isArray(content) ? content.map(block => (block as { text?: string }).text ?? '').join('\n') : '';
}

/** Claude Code asks a small model for a title; such a request has no tools and wants JSON. */
export function isTitleRequest(body: FakeRequestBody): boolean {
    return (
        !body.tools?.length && (body.output_config !== undefined || /title/i.test(JSON.stringify(body.system ?? '')))
    );
}

const MARKDOWN = `Here is what I found in this workspace.

1. The **build** has two steps: compile and bundle.
2. The *tests* stand beside the code.
3. One file needs your attention: \`src/greet.ts\`.

\`\`\`ts
/** Greets by name; a stranger is greeted too. */
export function greet(name = 'stranger'): string {
    return \`Hello, \${name}!\`;
}
\`\`\`

| step | tool | time |
| --- | --- | ---: |
| compile | tsc | 3.1 s |
| bundle | esbuild | 0.4 s |

Shall I run the tests?
`;

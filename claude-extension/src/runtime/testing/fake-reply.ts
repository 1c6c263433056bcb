import { setTimeout as sleep } from 'node:timers/promises';

/** A request as the fake Messages API saw it. */
export interface FakeRequest {
    method: string;
    path: string;
    headers: Readonly<Record<string, string | string[] | undefined>>;
    /** The parsed body; an empty object for a request without one. */
    body: FakeRequestBody;
    atMs: number;
}

/** The part of a Messages API request that scripts look at. */
export interface FakeRequestBody {
    model?: string;
    stream?: boolean;
    system?: unknown;
    tools?: { name: string }[];
    messages?: { role: string; content: string | FakeInputBlock[] }[];
    output_config?: { format?: { type?: string } };
    [field: string]: unknown;
}

export interface FakeInputBlock {
    type: string;
    text?: string;
    tool_use_id?: string;
    content?: unknown;
    is_error?: boolean;
}

/** One block of a reply. A text is streamed in its chunks. */
export type FakeBlock =
    | { type: 'text'; chunks: string[] }
    | { type: 'thinking'; text: string }
    | { type: 'tool_use'; name: string; input: Record<string, unknown>; id?: string };

/** What the fake answers. */
export type FakeReply =
    | {
          kind: 'message';
          blocks: FakeBlock[];
          /** Between two chunks, in ms. */
          chunkDelayMs?: number;
          /** Before the first byte, in ms. */
          delayMs?: number;
          /** The connection is cut after that many events of the stream. */
          cutAfterEvents?: number;
          stopReason?: string;
          inputTokens?: number;
      }
    | { kind: 'error'; status: number; type: string; message: string; retryAfterS?: number; shouldRetry?: boolean };

/** Decides on each request to `/v1/messages`. */
export type FakeScript = (request: FakeRequest) => FakeReply | Promise<FakeReply>;

/** The errors of the Messages API that the tests need. */
export const FakeErrors = {
    unauthorized: (): FakeReply => ({
        kind: 'error',
        status: 401,
        type: 'authentication_error',
        message: 'invalid x-api-key'
    }),
    rateLimited: (retryAfterS = 1): FakeReply => ({
        kind: 'error',
        status: 429,
        type: 'rate_limit_error',
        message: 'This request would exceed your rate limit.',
        retryAfterS
    }),
    overloaded: (): FakeReply => ({ kind: 'error', status: 529, type: 'overloaded_error', message: 'Overloaded' })
};

/** A reply that is one text; cut into words so that it streams. */
export function fakeText(text: string, chunkDelayMs = 0): FakeReply {
    return { kind: 'message', blocks: [{ type: 'text', chunks: chunksOf(text) }], chunkDelayMs };
}

/** A reply that says something and calls a tool. */
export function fakeToolUse(text: string, name: string, input: Record<string, unknown>, chunkDelayMs = 0): FakeReply {
    return {
        kind: 'message',
        blocks: [
            { type: 'text', chunks: chunksOf(text) },
            { type: 'tool_use', name, input }
        ],
        chunkDelayMs
    };
}

/** A text as a stream brings it: a few words at a time. */
export function chunksOf(text: string): string[] {
    return text.match(/\s*\S+\s*/g) ?? [text];
}

type MessageReply = Extract<FakeReply, { kind: 'message' }>;

interface FakeUsage {
    input_tokens: number;
    output_tokens: number;
    cache_read_input_tokens: number;
    cache_creation_input_tokens: number;
}

/** The whole message of a reply, as a request without `stream` gets it. */
export function messageOf(reply: MessageReply, model: string, id: string): Record<string, unknown> {
    return {
        id,
        type: 'message',
        role: 'assistant',
        model,
        content: reply.blocks.map((block, index) => contentOf(block, id, index)),
        stop_reason: stopReasonOf(reply),
        stop_sequence: null,
        usage: usageOf(reply)
    };
}

/** The events of a streamed reply, each after its delay. */
export async function* eventsOf(
    reply: MessageReply,
    model: string,
    id: string
): AsyncGenerator<Record<string, unknown>> {
    const usage = usageOf(reply);
    const start = {
        ...messageOf({ ...reply, blocks: [] }, model, id),
        stop_reason: null,
        usage: { ...usage, output_tokens: 1 }
    };
    yield { type: 'message_start', message: start };
    for (const [index, block] of reply.blocks.entries()) {
        yield { type: 'content_block_start', index, content_block: emptyContentOf(block, id, index) };
        for (const delta of deltasOf(block)) {
            if (reply.chunkDelayMs) {
                await sleep(reply.chunkDelayMs);
            }
            yield { type: 'content_block_delta', index, delta };
        }
        yield { type: 'content_block_stop', index };
    }
    yield {
        type: 'message_delta',
        delta: { stop_reason: stopReasonOf(reply), stop_sequence: null },
        usage: { output_tokens: usage.output_tokens }
    };
    yield { type: 'message_stop' };
}

function deltasOf(block: FakeBlock): Record<string, unknown>[] {
    switch (block.type) {
        case 'text':
            return block.chunks.map(text => ({ type: 'text_delta', text }));
        case 'thinking':
            return [
                ...chunksOf(block.text).map(thinking => ({ type: 'thinking_delta', thinking })),
                { type: 'signature_delta', signature: 'ZmFrZQ==' }
            ];
        case 'tool_use':
            return (JSON.stringify(block.input).match(/[\s\S]{1,24}/g) ?? []).map(partial_json => ({
                type: 'input_json_delta',
                partial_json
            }));
    }
}

function contentOf(block: FakeBlock, id: string, index: number): Record<string, unknown> {
    switch (block.type) {
        case 'text':
            return { type: 'text', text: block.chunks.join('') };
        case 'thinking':
            return { type: 'thinking', thinking: block.text, signature: 'ZmFrZQ==' };
        case 'tool_use':
            return { type: 'tool_use', id: block.id ?? `toolu_${id}_${index}`, name: block.name, input: block.input };
    }
}

function emptyContentOf(block: FakeBlock, id: string, index: number): Record<string, unknown> {
    const content = contentOf(block, id, index);
    switch (block.type) {
        case 'text':
            return { ...content, text: '' };
        case 'thinking':
            return { ...content, thinking: '', signature: '' };
        case 'tool_use':
            return { ...content, input: {} };
    }
}

function stopReasonOf(reply: MessageReply): string {
    return reply.stopReason ?? (reply.blocks.some(block => block.type === 'tool_use') ? 'tool_use' : 'end_turn');
}

function usageOf(reply: MessageReply): FakeUsage {
    const chars = reply.blocks.reduce((sum, block) => sum + JSON.stringify(block).length, 0);
    return {
        input_tokens: reply.inputTokens ?? 100,
        output_tokens: Math.max(1, Math.round(chars / 4)),
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 0
    };
}

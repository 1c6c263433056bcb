import { z } from 'zod';

const count = z.number().int().nonnegative().nullish();
const Usage = z.object({
    input_tokens: count,
    output_tokens: count,
    cache_creation_input_tokens: count,
    cache_read_input_tokens: count
});
const Message = z.object({ model: z.string().max(200), usage: Usage });
const StreamEvent = z.discriminatedUnion('type', [
    z.object({ type: z.literal('message_start'), message: Message }),
    z.object({ type: z.literal('message_delta'), usage: Usage }),
    z.object({ type: z.literal('message_stop') })
]);

/** What the upstream said a call cost. */
export interface ReportedUsage {
    model: string;
    inputTokens: number;
    outputTokens: number;
    cacheCreationTokens: number;
    cacheReadTokens: number;
}

/** Longest line of a stream and largest JSON answer that are looked at, in UTF-16 units. Longer ones pass unread. */
const MAX_CHARS = 16 * 1024 * 1024;

/**
 * Reads what a call cost from the answer as it passes: from `message_start` and `message_delta` of an event stream, or from
 * the one JSON object. Numbers of a later event replace those of an earlier one, as the API counts them up.
 */
export class UsageReader {
    private readonly decoder = new TextDecoder();
    private rest = '';
    private found: ReportedUsage | undefined;
    private stopped = false;

    constructor(private readonly form: 'stream' | 'json') {}

    /** Takes the next bytes of the answer. */
    push(bytes: Uint8Array): void {
        this.rest += this.decoder.decode(bytes, { stream: true });
        if (this.form === 'stream') {
            const lines = this.rest.split('\n');
            this.rest = lines.pop() ?? '';
            lines.forEach(line => this.readLine(line));
        }
        if (this.rest.length > MAX_CHARS) {
            this.rest = '';
        }
    }

    /** Whether the upstream said that it was done. */
    get isComplete(): boolean {
        return this.form === 'stream' ? this.stopped : this.found !== undefined;
    }

    /** What is known when the answer has ended, however it ended; undefined when nothing was reported. */
    finish(): ReportedUsage | undefined {
        if (this.form === 'json') {
            const message = Message.safeParse(parseJson(this.rest));
            if (message.success) {
                this.add(message.data.usage, message.data.model);
            }
        } else {
            this.readLine(this.rest);
        }
        this.rest = '';
        return this.found;
    }

    private readLine(line: string): void {
        if (!line.startsWith('data:') || !line.includes('"message_')) {
            return;
        }
        const event = StreamEvent.safeParse(parseJson(line.slice('data:'.length)));
        if (!event.success) {
            return;
        }
        if (event.data.type === 'message_start') {
            this.add(event.data.message.usage, event.data.message.model);
        } else if (event.data.type === 'message_delta') {
            this.add(event.data.usage, this.found?.model ?? 'unknown');
        } else {
            this.stopped = true;
        }
    }

    private add(usage: z.infer<typeof Usage>, model: string): void {
        this.found = {
            model,
            inputTokens: usage.input_tokens ?? this.found?.inputTokens ?? 0,
            outputTokens: usage.output_tokens ?? this.found?.outputTokens ?? 0,
            cacheCreationTokens: usage.cache_creation_input_tokens ?? this.found?.cacheCreationTokens ?? 0,
            cacheReadTokens: usage.cache_read_input_tokens ?? this.found?.cacheReadTokens ?? 0
        };
    }
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}

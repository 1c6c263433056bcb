import { z } from 'zod';

const count = z.number().int().nonnegative().nullish();
const Usage = z.object({
    input_tokens: count,
    output_tokens: count,
    cache_creation_input_tokens: count,
    cache_read_input_tokens: count,
    cache_creation: z.object({ ephemeral_1h_input_tokens: count }).nullish(),
    server_tool_use: z.object({ web_search_requests: count }).nullish()
});
const Message = z.object({ model: z.string().max(200), usage: Usage });
const StreamEvent = z.discriminatedUnion('type', [
    z.object({ type: z.literal('message_start'), message: Message }),
    z.object({ type: z.literal('message_delta'), usage: Usage }),
    z.object({ type: z.literal('message_stop') })
]);

/** What the upstream counted for a call. */
export interface ReportedTokens {
    inputTokens: number;
    outputTokens: number;
    /** All that was written to the cache, for five minutes and for an hour. */
    cacheCreationTokens: number;
    /** The part of it that is kept for an hour. */
    cacheCreation1hTokens: number;
    cacheReadTokens: number;
    webSearches: number;
}

/** What the upstream said a call cost, and with which model. */
export interface ReportedUsage extends ReportedTokens {
    model: string;
}

/** Largest JSON answer that is looked at, and longest line of a stream, in bytes. A longer one is not kept, and so not counted. */
const MAX_JSON_BYTES = 32 * 1024 * 1024;
const MAX_LINE_BYTES = 1024 * 1024;
const NEWLINE = 10;

/**
 * Reads what a call cost from the answer as it passes: from `message_start` and `message_delta` of an event stream, or from
 * the one JSON object. Numbers of a later event replace those of an earlier one, as the API counts them up.
 * Each byte is looked at once, however long the lines are.
 */
export class UsageReader {
    private pieces: Buffer[] = [];
    private keptBytes = 0;
    /** Bytes since the last end of a line, kept or not. */
    private lineBytes = 0;
    private found: ReportedUsage | undefined;
    private stopped = false;

    constructor(private readonly form: 'stream' | 'json') {}

    /** Takes the next bytes of the answer. */
    push(bytes: Buffer): void {
        if (this.form === 'json') {
            this.keep(bytes, MAX_JSON_BYTES);
            return;
        }
        let from = 0;
        for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
            this.keep(bytes.subarray(from, at), MAX_LINE_BYTES);
            this.readLine(this.takeKept());
            from = at + 1;
        }
        this.keep(bytes.subarray(from), MAX_LINE_BYTES);
    }

    /** Whether the upstream said that it was done. */
    get isComplete(): boolean {
        return this.form === 'stream' ? this.stopped : this.found !== undefined;
    }

    /** How long the line is that is being read, in bytes. */
    get openLineBytes(): number {
        return this.form === 'stream' ? this.lineBytes : 0;
    }

    /** What was reported so far. */
    get reported(): ReportedUsage | undefined {
        return this.found;
    }

    /** What is known when the answer has ended, however it ended; undefined when nothing was reported. */
    finish(): ReportedUsage | undefined {
        const rest = this.takeKept();
        if (this.form === 'json') {
            const message = Message.safeParse(parseJson(rest));
            if (message.success) {
                this.add(message.data.usage, message.data.model);
            }
        } else {
            this.readLine(rest);
        }
        return this.found;
    }

    private keep(bytes: Buffer, most: number): void {
        this.lineBytes += bytes.length;
        if (this.lineBytes > most) {
            this.pieces = [];
            this.keptBytes = 0;
        } else if (bytes.length > 0) {
            this.pieces.push(bytes);
            this.keptBytes += bytes.length;
        }
    }

    private takeKept(): string {
        const text = this.pieces.length === 0 ? '' : Buffer.concat(this.pieces, this.keptBytes).toString('utf8');
        this.pieces = [];
        this.keptBytes = 0;
        this.lineBytes = 0;
        return text;
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
        const { found } = this;
        this.found = {
            model,
            inputTokens: usage.input_tokens ?? found?.inputTokens ?? 0,
            outputTokens: usage.output_tokens ?? found?.outputTokens ?? 0,
            cacheCreationTokens: usage.cache_creation_input_tokens ?? found?.cacheCreationTokens ?? 0,
            cacheCreation1hTokens: usage.cache_creation?.ephemeral_1h_input_tokens ?? found?.cacheCreation1hTokens ?? 0,
            cacheReadTokens: usage.cache_read_input_tokens ?? found?.cacheReadTokens ?? 0,
            webSearches: usage.server_tool_use?.web_search_requests ?? found?.webSearches ?? 0
        };
    }
}

/** All tokens of a call, whatever they cost. */
export function totalTokens(tokens: ReportedTokens): number {
    return tokens.inputTokens + tokens.outputTokens + tokens.cacheCreationTokens + tokens.cacheReadTokens;
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        // not JSON is the same as not an answer of the API: nothing was reported
        return undefined;
    }
}

import { z } from 'zod';

/** What a call can use at most, as far as its request tells. */
export interface CallEstimate {
    model: string;
    inputTokens: number;
    outputTokens: number;
}

/** Characters of a prompt to a token: fewer than there usually are, so that the estimate is rather too high. */
const CHARS_PER_TOKEN = 3;
/** A picture or a page of a document, which is sent as base64, in tokens. */
const TOKENS_OF_MEDIA = 2_000;
/** What is taken for the answer where the request does not say. */
const UNSAID_OUTPUT_TOKENS = 32_000;

const Request = z.object({
    model: z.string().max(200).catch('unknown'),
    max_tokens: z.number().int().positive().max(10_000_000).catch(UNSAID_OUTPUT_TOKENS)
});

/** Reads from a request what it can cost at most. One that is no JSON is for the upstream to refuse. */
export function estimateCall(body: Buffer): CallEstimate {
    const parsed = parseJson(body.toString('utf8'));
    const request = Request.safeParse(parsed);
    const { model, max_tokens } = request.success
        ? request.data
        : { model: 'unknown', max_tokens: UNSAID_OUTPUT_TOKENS };
    const media = body.includes('"base64"') ? mediaIn(parsed) : [];
    const mediaChars = media.reduce((sum, chars) => sum + chars, 0);
    const inputTokens = Math.ceil((body.length - mediaChars) / CHARS_PER_TOKEN) + media.length * TOKENS_OF_MEDIA;
    return { model, inputTokens, outputTokens: max_tokens };
}

/** How long each thing is that is sent as base64. */
function mediaIn(value: unknown): number[] {
    if (typeof value !== 'object' || value === null) {
        return [];
    }
    const { type, data } = value as { type?: unknown; data?: unknown };
    return type === 'base64' && typeof data === 'string' ? [data.length] : Object.values(value).flatMap(mediaIn);
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        // the upstream will say what is wrong with it
        return undefined;
    }
}

import { basename } from 'node:path';
import type { SDKMessage } from '@anthropic-ai/claude-agent-sdk';
import { z } from 'zod';
import { MAX_RESULT_PICTURES, MessageAttachment } from '../../conversation/common/claude-events';
import { KeptPicture, TurnContext } from './claude-runtime';

const MAX_NAME_CHARS = 200;

/** A picture as results hold it. One that is only named by an address is not fetched. */
const PictureBlock = z.object({
    type: z.literal('image'),
    source: z.object({ type: z.literal('base64'), data: z.string() })
});

const ResultBlock = z.object({
    type: z.literal('tool_result'),
    tool_use_id: z.string(),
    content: z.array(z.unknown())
});

/** What became of the pictures of a message, by their blocks. */
export type KeptBlocks = ReadonlyMap<unknown, KeptPicture>;

export const NO_PICTURES: KeptBlocks = new Map();

/** What a tool gave back, as the log has it. */
export interface ToldResult {
    readonly output: string;
    readonly pictures: MessageAttachment[];
}

/** What keeping the pictures of a turn needs of it. */
export interface PicturesOfTurn {
    readonly context: Pick<TurnContext, 'keepPicture'>;
    /** `pictureName`: how a picture of the result of a call is called; undefined where no result of it is waited for. */
    readonly translator: { pictureName(toolUseId: string): string | undefined };
}

/** Keeps the pictures in what tools gave back, before that is told. Never rejects. */
export async function keepResultPictures(message: SDKMessage, turn: PicturesOfTurn | undefined): Promise<KeptBlocks> {
    const content: unknown = message.type === 'user' ? message.message.content : undefined;
    if (!turn || !Array.isArray(content)) {
        return NO_PICTURES;
    }
    const kept = new Map<unknown, KeptPicture>();
    for (const block of content as unknown[]) {
        const result = ResultBlock.safeParse(block);
        const name = result.success ? turn.translator.pictureName(result.data.tool_use_id) : undefined;
        if (result.success && name !== undefined) {
            await keepAll(result.data.content, name, turn.context, kept);
        }
    }
    return kept;
}

async function keepAll(
    content: readonly unknown[],
    name: string,
    context: PicturesOfTurn['context'],
    kept: Map<unknown, KeptPicture>
): Promise<void> {
    let count = 0;
    for (const block of content) {
        const picture = PictureBlock.safeParse(block);
        if (picture.success) {
            count++;
            const keeps = count <= MAX_RESULT_PICTURES;
            const numbered = count === 1 ? name : `${name} (${count})`;
            kept.set(block, keeps ? await context.keepPicture(numbered, picture.data.source.data) : { why: TOO_MANY });
        }
    }
}

const TOO_MANY = `only the first ${MAX_RESULT_PICTURES} of a result are.`;

/** The words and the pictures of a result. A picture that is not kept stands among the words, with the reason. */
export function toldResult(content: unknown, kept: KeptBlocks): ToldResult {
    if (typeof content === 'string') {
        return { output: content, pictures: [] };
    }
    const blocks = Array.isArray(content) ? (content as { type: string; text?: string }[]) : [];
    return {
        output: blocks.flatMap(block => wordsOf(block, kept.get(block))).join('\n'),
        pictures: blocks.flatMap(block => keptIn(kept.get(block)))
    };
}

/** What is said in place of a picture that is not kept. */
export function notKept(why: string): string {
    return `(image, not kept: ${why})`;
}

export function keptIn(picture: KeptPicture | undefined): MessageAttachment[] {
    return picture && 'kept' in picture ? [picture.kept] : [];
}

/** Of the file that a call is about, where it is about one. */
export function pictureNameOf(input: Readonly<Record<string, unknown>>): string {
    const path = input['file_path'] ?? input['path'];
    return (typeof path === 'string' && basename(path).slice(0, MAX_NAME_CHARS)) || 'picture';
}

function wordsOf({ type, text }: { type: string; text?: string }, picture: KeptPicture | undefined): string[] {
    if (picture) {
        return 'why' in picture ? [notKept(picture.why)] : [];
    }
    return [text ?? `(${type})`];
}

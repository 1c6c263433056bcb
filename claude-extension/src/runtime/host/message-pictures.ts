import { Anthropic } from '@anthropic-ai/sdk';
import { MessageBlock, PictureBlock, ProjectedMessage } from '../domain/message-projection';
import { TurnContext } from './claude-runtime';

/** The messages with the bytes of their pictures. Errors: `claude.picture-not-found`. */
export function withPictures(
    messages: readonly ProjectedMessage[],
    { picture }: Pick<TurnContext, 'picture'>
): Promise<Anthropic.MessageParam[]> {
    return Promise.all(
        messages.map(async ({ role, content }) => ({ role, content: await Promise.all(content.map(blockOf)) }))
    );

    async function blockOf(block: MessageBlock): Promise<Anthropic.ContentBlockParam> {
        if (block.type === 'image') {
            return imageOf(block);
        }
        if (block.type !== 'tool_result') {
            return block;
        }
        const { content } = block;
        if (typeof content === 'string') {
            return { ...block, content };
        }
        const parts = content.map(part => (part.type === 'image' ? imageOf(part) : part));
        return { ...block, content: await Promise.all(parts) };
    }

    async function imageOf({ attachment }: PictureBlock): Promise<Anthropic.ImageBlockParam> {
        const { mediaType, dataBase64 } = await picture(attachment.attachmentId);
        return { type: 'image', source: { type: 'base64', media_type: mediaType, data: dataBase64 } };
    }
}

import { Anthropic } from '@anthropic-ai/sdk';
import { ProjectedMessage } from '../domain/message-projection';
import { TurnContext } from './claude-runtime';

/** The messages with the bytes of their pictures. Errors: `claude.picture-not-found`. */
export function withPictures(
    messages: readonly ProjectedMessage[],
    { picture }: Pick<TurnContext, 'picture'>
): Promise<Anthropic.MessageParam[]> {
    return Promise.all(
        messages.map(async ({ role, content }) => ({
            role,
            content: await Promise.all(content.map(block => (block.type === 'image' ? imageOf(block) : block)))
        }))
    );

    async function imageOf({
        attachment
    }: {
        attachment: { attachmentId: string };
    }): Promise<Anthropic.ImageBlockParam> {
        const { mediaType, dataBase64 } = await picture(attachment.attachmentId);
        return { type: 'image', source: { type: 'base64', media_type: mediaType, data: dataBase64 } };
    }
}

import type { Anthropic } from '@anthropic-ai/sdk';
import type { SDKUserMessage } from '@anthropic-ai/claude-agent-sdk';
import { ToolCall } from '../../approval/common/approval';
import { TurnContext, TurnMessage } from './claude-runtime';

/** How much of an input is told again, in characters. */
const MAX_INPUT_CHARS = 20_000;

/** What the person said, as Claude Code is given it. Errors: `claude.picture-not-found`. */
export async function userMessage(
    messages: readonly TurnMessage[],
    uuid: string,
    picture: TurnContext['picture']
): Promise<SDKUserMessage> {
    const content: (Anthropic.ImageBlockParam | Anthropic.TextBlockParam)[] = [];
    for (const { text, attachments = [] } of messages) {
        for (const { attachmentId } of attachments) {
            const { mediaType, dataBase64 } = await picture(attachmentId);
            content.push({ type: 'image', source: { type: 'base64', media_type: mediaType, data: dataBase64 } });
        }
        if (text.trim() !== '') {
            content.push({ type: 'text', text });
        }
    }
    return {
        type: 'user',
        uuid: uuid as SDKUserMessage['uuid'],
        parent_tool_use_id: null,
        message: { role: 'user', content }
    };
}

/** What Claude Code is told when it goes on with a turn in which it waited for a person: it has forgotten its calls. */
export function resumption(calls: readonly ToolCall[]): TurnMessage {
    const told = calls.map(({ name, input }) => `${name} ${JSON.stringify(input).slice(0, MAX_INPUT_CHARS)}`);
    const text = [
        'The program around you was restarted while you waited for a permission. None of these calls was run:',
        ...told,
        'Make them again with exactly the same input; the answer of the user is known. Then go on with what you were doing.'
    ].join('\n');
    return { messageId: '', text };
}

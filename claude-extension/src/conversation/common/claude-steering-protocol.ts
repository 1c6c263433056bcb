import { z } from 'zod';
import { nothing, request, rpcContract } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { ClaudeSettings, MessageAttachment } from './claude-events';
import { MessageDraft } from './message-draft';

/** The largest picture that can go with a message, in bytes; the Messages API takes 5 MB. */
export const MAX_ATTACHMENT_BYTES = 5 * 1024 * 1024;

const MessageId = z.string().min(8).max(64);
const DraftVersion = z.string().min(8).max(64);

/** What `callSession` knows besides talking: queue, settings, pictures, forks. Errors as in `ClaudeErrors`. */
export const ClaudeSteeringRpc = rpcContract({
    requests: {
        /** Of a message that no turn has answered yet; else `claude.message-taken`. */
        editMessage: request({
            params: z.object({ messageId: MessageId, text: z.string().min(1).max(1_000_000) }),
            result: nothing
        }),
        /** Of a message that no turn has answered yet; else `claude.message-taken`. */
        removeMessage: request({ params: z.object({ messageId: MessageId }), result: nothing }),
        /** Gives a waiting message to the turn under way instead of after it, where the runtime can. */
        deliverMessage: request({ params: z.object({ messageId: MessageId }), result: nothing }),
        /** Fields that are given replace those that were; `null` means the runtime's default. */
        changeSettings: request({
            params: z.object({
                model: ClaudeSettings.shape.model.nullable(),
                effort: ClaudeSettings.shape.effort.nullable(),
                thinking: ClaudeSettings.shape.thinking.nullable(),
                permissionMode: ClaudeSettings.shape.permissionMode.nullable(),
                additionalFolders: ClaudeSettings.shape.additionalFolders.nullable(),
                resumeAfterLimit: ClaudeSettings.shape.resumeAfterLimit.nullable()
            }),
            result: nothing
        }),
        /** Does not wait for the usage limit any longer, but tries whether it has passed. Does nothing where none is waited for. */
        goOn: request({ params: nothing, result: nothing }),
        /** Asks the runtime anew what it offers; it comes as a `capabilities-discovered` event when it differs. */
        discoverCapabilities: request({ params: nothing, result: nothing }),
        /** Keeps a picture, to be named in `sendMessage`. The same bytes twice are kept once. */
        addAttachment: request({
            params: z.object({
                name: z.string().min(1).max(255),
                mediaType: MessageAttachment.shape.mediaType,
                dataBase64: z.base64().max(Math.ceil((MAX_ATTACHMENT_BYTES * 4) / 3) + 4)
            }),
            result: z.object({ attachment: MessageAttachment })
        }),
        readAttachment: request({
            params: z.object({ attachmentId: MessageAttachment.shape.attachmentId }),
            result: z.object({ mediaType: MessageAttachment.shape.mediaType, dataBase64: z.string() })
        }),
        /** What the person is writing, as the page that wrote last has it. `version` is absent where nothing was ever written. */
        readDraft: request({
            params: nothing,
            result: z.object({ version: DraftVersion.optional(), draft: MessageDraft })
        }),
        /** Takes the place of what was kept. The `version`, made by the page, comes to all pages as `detail.draftVersion`. */
        keepDraft: request({ params: z.object({ version: DraftVersion, draft: MessageDraft }), result: nothing }),
        /**
         * A new session with the conversation up to before the message, else up to now; this one goes on untouched.
         * `title` of the new one says where it came from.
         */
        forkSession: request({
            params: z.object({ beforeMessageId: MessageId.optional() }),
            result: z.object({ sessionId: z.string() })
        })
    },
    notifications: {}
});

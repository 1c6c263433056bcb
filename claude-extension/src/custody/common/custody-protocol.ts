import { z } from 'zod';
import { nothing, request, rpcContract } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { ClaudeEvent } from '../../conversation/common/claude-events';

/** How long a session stays in the trash before it is gone for good, in ms: 30 days. */
export const TRASH_MS = 30 * 24 * 60 * 60 * 1_000;

/** The id that Claude Code gave to a conversation. */
export const ConversationId = z.string().regex(/^[0-9a-fA-F-]{8,64}$/);

/** A conversation that Claude Code keeps, and that no session of Dispatch holds. */
export const ForeignConversation = z.object({
    conversationId: ConversationId,
    title: z.string(),
    /** Where it was held, absolute. */
    folder: z.string(),
    branch: z.string().optional(),
    /** When something was said in it last. */
    changedAtMs: z.number(),
    sizeBytes: z.number().int(),
    /** Where the words that were looked for are. */
    excerpt: z.string().optional()
});
export type ForeignConversation = z.infer<typeof ForeignConversation>;

/** What `callKind` knows of conversations made elsewhere. Errors as in `CustodyErrors`. */
export const CustodyKindRpc = rpcContract({
    requests: {
        /** Newest first; with `query` those whose title, folder or text has it. */
        listConversations: request({
            params: z.object({
                query: z.string().max(200).optional(),
                limit: z.number().int().min(1).max(500).default(100)
            }),
            result: z.object({ conversations: z.array(ForeignConversation), more: z.boolean() })
        }),
        /** As events, as a session that continues it would have them; what follows number `after`. */
        readConversation: request({
            params: z.object({ conversationId: ConversationId, after: z.number().int().min(0) }),
            result: z.object({ events: z.array(ClaudeEvent), more: z.boolean() })
        })
    },
    notifications: {}
});

/** What `callSession` knows of putting sessions away. */
export const CustodySessionRpc = rpcContract({
    requests: {
        /** Lists leave it out, unless asked. Nothing else changes. */
        setArchived: request({ params: z.object({ archived: z.boolean() }), result: nothing }),
        /** It is gone for good after 30 days. Fails with `claude.working` while Claude is at work in it. */
        moveToTrash: request({ params: nothing, result: nothing }),
        restoreFromTrash: request({ params: nothing, result: nothing })
    },
    notifications: {}
});

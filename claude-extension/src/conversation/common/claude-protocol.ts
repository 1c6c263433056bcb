import { z } from 'zod';
import { nothing, request, rpcContract } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { ClaudeState, MessageAttachment, PermissionMode, RuntimeName } from './claude-events';

/** The name of this session kind. */
export const CLAUDE_KIND = 'claude';

/** Options of `createSession` for a Claude session. */
export const ClaudeOptions = z.object({
    runtime: RuntimeName.optional(),
    model: z.string().max(100).optional(),
    /** Whether it goes on by itself when a usage limit has passed. */
    resumeAfterLimit: z.boolean().optional(),
    /** A conversation that Claude Code held elsewhere, by its own id, to be gone on with. */
    continues: z.string().max(64).optional(),
    /** Begins with the conversation of another session of the same person, up to before the message, else up to now. */
    forkOf: z.object({ sessionId: z.string().max(64), beforeMessageId: z.string().max(64).optional() }).optional()
});
export type ClaudeOptions = z.infer<typeof ClaudeOptions>;

/** `detail` of a Claude session's `SessionInfo`. */
export const ClaudeDetail = z.object({
    runtime: RuntimeName.optional(),
    model: z.string().optional(),
    claudeState: ClaudeState.optional(),
    /** How many approvals wait for a person. */
    waiting: z.number().int().optional(),
    permissionMode: PermissionMode.optional(),
    /** Set while it waits for a usage limit to pass; `0` when it is not known until when. */
    parkedUntilMs: z.number().int().optional(),
    /** Another one whenever what is written and not sent was kept. */
    draftVersion: z.string().optional(),
    /** Put away by a person; lists leave it out unless asked. */
    archived: z.boolean().optional(),
    /** Since when it is in the trash; it is gone for good some time after. */
    trashedAtMs: z.number().optional()
});
export type ClaudeDetail = z.infer<typeof ClaudeDetail>;

/** What `callKind` knows. */
export const ClaudeKindRpc = rpcContract({
    requests: {
        /** Both runtimes, and for each that cannot be used the reason and what to do, for people. */
        listRuntimes: request({
            params: nothing,
            result: z.object({
                runtimes: z.array(
                    z.object({
                        name: RuntimeName,
                        label: z.string(),
                        usable: z.boolean(),
                        reason: z.string().optional(),
                        /** Signing in to Claude is a way to use it; where it is usable, the sign-in was refused last. */
                        canSignIn: z.boolean().optional(),
                        models: z.array(z.string())
                    })
                )
            })
        })
    },
    notifications: {}
});

/** What `callSession` knows. Errors: `claude.approval-answered`, `claude.input-changed`, `claude.ended`, `claude.no-key`. */
export const ClaudeSessionRpc = rpcContract({
    requests: {
        /** Queued behind what is under way. The same `messageId` again is no second message. */
        sendMessage: request({
            params: z.object({
                messageId: z.string().min(8).max(64),
                text: z.string().min(1).max(1_000_000),
                /** As `addAttachment` gave them. */
                attachments: z.array(MessageAttachment).max(20).optional(),
                /** `steer`: into the turn under way, where the runtime can; else, and by default, after it. */
                delivery: z.enum(['queue', 'steer']).optional()
            }),
            result: nothing
        }),
        /** The first answer counts; a later one fails with `conflict`. */
        answerApproval: request({
            params: z.object({
                approvalId: z.string().max(64),
                inputHash: z.string().length(64),
                answer: z.enum(['allow', 'deny']),
                /** Told to Claude with a refusal; to a plan: what to change. */
                message: z.string().max(4_000).optional(),
                /** To a question: what was chosen or written, by its text; several choices are joined by a comma. */
                answers: z.record(z.string().max(10_000), z.string().max(10_000)).optional(),
                /** To a plan that is accepted: how much Claude may do from here on. */
                mode: PermissionMode.optional()
            }),
            result: nothing
        }),
        /** Stops the turn; what was said so far is kept. */
        interrupt: request({ params: nothing, result: nothing })
    },
    notifications: {}
});

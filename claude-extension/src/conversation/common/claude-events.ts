import { z } from 'zod';

/**
 * The events of a Claude session: its durable log, and what a page is sent. Facts, never commands.
 * The offset of the stream is `seq - 1`; a DATA frame holds a JSON array of `ClaudeEvent`.
 */
export const CLAUDE_EVENT_VERSION = 1;

export const RuntimeName = z.enum(['claude-code', 'messages-api']);
export type RuntimeName = z.infer<typeof RuntimeName>;

export const ClaudeState = z.enum(['idle', 'working', 'waiting', 'interrupted', 'failed', 'ended']);
export type ClaudeState = z.infer<typeof ClaudeState>;

const TurnId = z.string().max(64);
const BlockId = z.string().max(64);
const ToolUseId = z.string().max(128);

export const ClaudeEventBody = z.discriminatedUnion('type', [
    z.object({
        type: z.literal('session-started'),
        runtime: RuntimeName,
        model: z.string().optional(),
        folder: z.string()
    }),
    /** Who speaks to Claude Code under which name; needed to resume. */
    z.object({
        type: z.literal('runtime-session'),
        runtimeSessionId: z.string().max(128),
        model: z.string().optional()
    }),
    /** `messageId` was chosen by the page; the same message is recorded once, however often it is sent. */
    z.object({ type: z.literal('user-message'), messageId: z.string().max(64), text: z.string() }),
    z.object({ type: z.literal('turn-started'), turnId: TurnId }),
    z.object({
        type: z.literal('block-started'),
        turnId: TurnId,
        blockId: BlockId,
        kind: z.enum(['text', 'thinking'])
    }),
    /** Deltas are gathered for some 50 ms before they are recorded. */
    z.object({ type: z.literal('block-delta'), blockId: BlockId, text: z.string() }),
    /**
     * `cut`: the reply broke off and now begins again in new blocks, so that these words are no part of what was said.
     * May come for a block that has ended: a later block of the same reply broke off.
     */
    z.object({ type: z.literal('block-ended'), blockId: BlockId, cut: z.literal(true).optional() }),
    z.object({
        type: z.literal('tool-requested'),
        turnId: TurnId,
        toolUseId: ToolUseId,
        name: z.string().max(200),
        input: z.record(z.string(), z.unknown())
    }),
    /** `inputHash`: SHA-256, hex, of the canonical JSON of `input`; an answer must repeat it. */
    z.object({
        type: z.literal('approval-requested'),
        approvalId: z.string().max(64),
        toolUseId: ToolUseId,
        name: z.string().max(200),
        input: z.record(z.string(), z.unknown()),
        inputHash: z.string().length(64)
    }),
    z.object({
        type: z.literal('approval-answered'),
        approvalId: z.string().max(64),
        answer: z.enum(['allow', 'deny', 'withdrawn']),
        message: z.string().max(4_000).optional()
    }),
    z.object({ type: z.literal('tool-started'), toolUseId: ToolUseId }),
    z.object({
        type: z.literal('tool-finished'),
        toolUseId: ToolUseId,
        outcome: z.enum(['done', 'error', 'denied', 'unknown']),
        /** At most 64 KiB; longer ones are cut in the middle with a line that says so. */
        output: z.string()
    }),
    z.object({
        type: z.literal('usage'),
        model: z.string(),
        inputTokens: z.number().int(),
        outputTokens: z.number().int(),
        cacheReadTokens: z.number().int(),
        cacheWriteTokens: z.number().int()
    }),
    z.object({ type: z.literal('notice'), level: z.enum(['info', 'warning', 'error']), text: z.string().max(2_000) }),
    z.object({
        type: z.literal('turn-ended'),
        turnId: TurnId,
        outcome: z.enum(['finished', 'interrupted', 'failed']),
        /** For people; only with `failed`. */
        error: z.string().max(2_000).optional()
    }),
    z.object({ type: z.literal('state-changed'), state: ClaudeState, reason: z.string().max(500).optional() })
]);
export type ClaudeEventBody = z.infer<typeof ClaudeEventBody>;

export const ClaudeEvent = z.object({
    seq: z.number().int().positive(),
    atMs: z.number().int(),
    body: ClaudeEventBody
});
export type ClaudeEvent = z.infer<typeof ClaudeEvent>;

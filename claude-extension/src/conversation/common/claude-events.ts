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

/** How much Claude may do without asking. `auto` only where the runtime has it; `bypassPermissions` only after an explicit setting. */
export const PermissionMode = z.enum(['default', 'acceptEdits', 'plan', 'auto', 'bypassPermissions']);
export type PermissionMode = z.infer<typeof PermissionMode>;

/** What a person chose for the session; absent fields are the runtime's defaults. Names are as the runtime told them. */
export const ClaudeSettings = z.object({
    model: z.string().max(100).optional(),
    effort: z.string().max(40).optional(),
    /** Whether Claude thinks before it answers, where the model lets one choose. */
    thinking: z.boolean().optional(),
    permissionMode: PermissionMode.optional(),
    /** Absolute paths that Claude may use besides the session's folder. */
    additionalFolders: z.array(z.string().max(4_096)).max(20).optional(),
    /** Whether it goes on by itself when a usage limit has passed, where it is known when. */
    resumeAfterLimit: z.boolean().optional()
});
export type ClaudeSettings = z.infer<typeof ClaudeSettings>;

/** What the runtime of a session offers, as it told itself. */
export const ClaudeCapabilities = z.object({
    models: z.array(
        z.object({
            id: z.string().max(100),
            label: z.string().max(200),
            description: z.string().max(1_000).optional(),
            /** Levels of effort that it takes, from least to most; empty for none. */
            efforts: z.array(z.string().max(40)).max(10),
            contextTokens: z.number().int().positive().optional()
        })
    ),
    permissionModes: z.array(PermissionMode),
    commands: z.array(
        z.object({
            name: z.string().max(200),
            description: z.string().max(2_000),
            argumentHint: z.string().max(500).optional()
        })
    ),
    agents: z.array(z.object({ name: z.string().max(200), description: z.string().max(2_000).optional() })),
    mcpServers: z.array(
        z.object({
            name: z.string().max(200),
            status: z.string().max(40),
            error: z.string().max(1_000).optional(),
            tools: z.array(z.string().max(200)).optional()
        })
    ),
    skills: z.array(z.string().max(200)).optional()
});
export type ClaudeCapabilities = z.infer<typeof ClaudeCapabilities>;

/** A picture of a message, or of what a tool gave back. Its bytes are in the session's own folder, named by their SHA-256. */
export const MessageAttachment = z.object({
    attachmentId: z.string().regex(/^[0-9a-f]{64}$/),
    name: z.string().max(255),
    mediaType: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']),
    sizeBytes: z.number().int().positive()
});
export type MessageAttachment = z.infer<typeof MessageAttachment>;

/** How many pictures of one result are kept at most. */
export const MAX_RESULT_PICTURES = 20;

const TurnId = z.string().max(64);
const MessageId = z.string().max(64);
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
    z.object({
        type: z.literal('user-message'),
        messageId: MessageId,
        text: z.string(),
        attachments: z.array(MessageAttachment).max(20).optional()
    }),
    /** A message that no turn has answered yet was changed, or taken back. */
    z.object({ type: z.literal('message-edited'), messageId: MessageId, text: z.string() }),
    z.object({ type: z.literal('message-removed'), messageId: MessageId }),
    /** A message was given to the turn that was under way when it came: it steers that turn and begins none of its own. */
    z.object({ type: z.literal('message-delivered'), messageId: MessageId, turnId: TurnId }),
    /** All settings as they are from here on. */
    z.object({ type: z.literal('settings-changed'), settings: ClaudeSettings }),
    /** Recorded when it differs from what was known. */
    z.object({ type: z.literal('capabilities-discovered'), capabilities: ClaudeCapabilities }),
    z.object({ type: z.literal('turn-started'), turnId: TurnId }),
    z.object({
        type: z.literal('block-started'),
        turnId: TurnId,
        blockId: BlockId,
        kind: z.enum(['text', 'thinking']),
        parentToolUseId: ToolUseId.optional()
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
        input: z.record(z.string(), z.unknown()),
        /** The call that started the sub-agent which made this one. */
        parentToolUseId: ToolUseId.optional()
    }),
    /**
     * `inputHash`: SHA-256, hex, of the canonical JSON of `input`; an answer must repeat it. `kind`: a tool that wants to
     * run (default), a question with choices, or a plan to accept.
     */
    z.object({
        type: z.literal('approval-requested'),
        approvalId: z.string().max(64),
        toolUseId: ToolUseId,
        name: z.string().max(200),
        input: z.record(z.string(), z.unknown()),
        inputHash: z.string().length(64),
        kind: z.enum(['tool', 'question', 'plan']).optional()
    }),
    z.object({
        type: z.literal('approval-answered'),
        approvalId: z.string().max(64),
        answer: z.enum(['allow', 'deny', 'withdrawn']),
        message: z.string().max(4_000).optional(),
        /** Who answered: a person (default), or a rule that a person made. */
        by: z.enum(['person', 'rule']).optional(),
        ruleId: z.string().max(64).optional(),
        /** To a question: what was chosen or written, by the text of each question. */
        answers: z.record(z.string(), z.string().max(10_000)).optional(),
        /** To a plan: how much Claude may do from here on. */
        mode: PermissionMode.optional()
    }),
    z.object({ type: z.literal('tool-started'), toolUseId: ToolUseId }),
    z.object({
        type: z.literal('tool-finished'),
        toolUseId: ToolUseId,
        outcome: z.enum(['done', 'error', 'denied', 'unknown']),
        /** With `denied`: nobody refused it; its turn was over before it was begun. */
        unbegun: z.literal(true).optional(),
        /** At most 64 KiB; longer ones are cut in the middle with a line that says so. */
        output: z.string(),
        /** The pictures that it gave back, in their order. Absent for none, and in logs from before they were kept. */
        pictures: z.array(MessageAttachment).max(MAX_RESULT_PICTURES).optional()
    }),
    z.object({
        type: z.literal('usage'),
        model: z.string(),
        inputTokens: z.number().int(),
        outputTokens: z.number().int(),
        cacheReadTokens: z.number().int(),
        cacheWriteTokens: z.number().int(),
        /** How much the last response was given; where absent, the numbers are those of one response. */
        contextTokens: z.number().int().nonnegative().optional(),
        /** How much the model can be given, where the runtime says so with what was used. */
        windowTokens: z.number().int().positive().optional(),
        /** It went by the person's own sign-in, past the meter: what is said here is the only account of it. */
        bySignIn: z.literal(true).optional()
    }),
    z.object({ type: z.literal('notice'), level: z.enum(['info', 'warning', 'error']), text: z.string().max(2_000) }),
    z.object({
        type: z.literal('turn-ended'),
        turnId: TurnId,
        outcome: z.enum(['finished', 'interrupted', 'failed']),
        /** For people; only with `failed`. */
        error: z.string().max(2_000).optional(),
        /** Where the runtime's own record of the conversation stands after it, by the runtime's own name; to go back to. */
        runtimePosition: z.string().max(128).optional()
    }),
    /** The files of the folder were kept as they are now, in the shadow store. */
    z.object({
        type: z.literal('checkpoint-made'),
        checkpointId: z.string().max(64),
        reason: z.enum(['turn-start', 'turn-end', 'before-rewind', 'manual']),
        turnId: TurnId.optional(),
        /** Files that differ from the checkpoint before. */
        changedFiles: z.number().int().nonnegative(),
        /** Files that were left out by rule: too big, or ignored. */
        skippedFiles: z.number().int().nonnegative().optional()
    }),
    /**
     * Files are about to be made what they were in `checkpointId`; what is there is kept as `undoCheckpointId`. It ends with
     * `rewound`, with `rewind-undone` where it `undoes` one, or with `rewind-abandoned`.
     */
    z.object({
        type: z.literal('rewind-begun'),
        rewindId: z.string().max(64),
        toMessageId: MessageId,
        scope: z.enum(['files', 'both']),
        undoes: z.literal(true).optional(),
        checkpointId: z.string().max(64),
        undoCheckpointId: z.string().max(64)
    }),
    /** It did not come to its end: some files are what they were, others are not. A person decides what becomes of it. */
    z.object({ type: z.literal('rewind-interrupted'), rewindId: z.string().max(64) }),
    /** It is over, and nothing was rewound. `back`: the files are again as before it; `left`: as they happened to be. */
    z.object({
        type: z.literal('rewind-abandoned'),
        rewindId: z.string().max(64),
        files: z.enum(['back', 'left'])
    }),
    /**
     * The session went back to before the message `toMessageId`. With `conversation` and `both`, that message and all after
     * it are no part of the conversation any more; with `files` and `both`, the files are as in `checkpointId`.
     */
    z.object({
        type: z.literal('rewound'),
        rewindId: z.string().max(64),
        toMessageId: MessageId,
        scope: z.enum(['files', 'conversation', 'both']),
        checkpointId: z.string().max(64).optional(),
        /** The files as they were before, to undo it. */
        undoCheckpointId: z.string().max(64).optional()
    }),
    z.object({ type: z.literal('rewind-undone'), rewindId: z.string().max(64) }),
    /** It waits for a usage limit to pass. `resumes`: whether it goes on by itself then. */
    z.object({
        type: z.literal('parked'),
        reason: z.string().max(500),
        untilMs: z.number().int().optional(),
        resumes: z.boolean(),
        /** A limit of the meter: it may be raised before its time. */
        byMeter: z.boolean().optional()
    }),
    z.object({ type: z.literal('unparked') }),
    /** The conversation up to event `fromSeq` of another session was taken over; its events stand before this one. */
    z.object({ type: z.literal('forked'), fromSessionId: z.string().max(64), fromSeq: z.number().int() }),
    /** What was said up to event `throughSeq` is told to Claude as this summary from here on, to make room. */
    z.object({ type: z.literal('compacted'), summary: z.string(), throughSeq: z.number().int() }),
    z.object({ type: z.literal('state-changed'), state: ClaudeState, reason: z.string().max(500).optional() })
]);
export type ClaudeEventBody = z.infer<typeof ClaudeEventBody>;

export const ClaudeEvent = z.object({
    seq: z.number().int().positive(),
    atMs: z.number().int(),
    body: ClaudeEventBody
});
export type ClaudeEvent = z.infer<typeof ClaudeEvent>;

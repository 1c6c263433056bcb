import { z } from 'zod';
import { nothing, request, rpcContract } from 'dispatch-extension/lib/kernel/common/rpc-contract';

/**
 * A file of the session's folder by the bytes of its path, one character per byte (Latin-1), relative, with slashes. File
 * names need not be text; `path` beside it is for people.
 */
const FileId = z.string().min(1).max(16_384);
const MessageId = z.string().min(1).max(64);
const CheckpointId = z.string().regex(/^[0-9a-zA-Z-]{1,64}$/);

/** What goes back. */
export const RewindScope = z.enum(['files', 'conversation', 'both']);
export type RewindScope = z.infer<typeof RewindScope>;

/** What a rewind does to one file. `elsewhere`: somebody else than this session changed it, too, and that is lost as well. */
export const RewindFile = z.object({
    fileId: FileId,
    path: z.string(),
    action: z.enum(['bring-back', 'change', 'remove']),
    /** Lines that come and go; absent where that cannot be told, as of pictures. */
    addedLines: z.number().int().optional(),
    removedLines: z.number().int().optional(),
    elsewhere: z.boolean()
});
export type RewindFile = z.infer<typeof RewindFile>;

/** A file that stays as it is although it is not as it was. */
export const LeftFile = z.object({ path: z.string(), why: z.string() });
export type LeftFile = z.infer<typeof LeftFile>;

export const RewindPreview = z.object({
    /** At most 1,000 of `fileCount`. */
    files: z.array(RewindFile),
    fileCount: z.number().int(),
    /** At most 100. */
    left: z.array(LeftFile),
    /** Messages that are no part of the conversation after it. */
    messageCount: z.number().int(),
    /** When the files were as they will be; absent where they do not change. */
    keptAtMs: z.number().int().optional(),
    /** Other sessions that are at work in the same folder now. */
    othersAtWork: z.number().int(),
    /** Names the state of the folder that was looked at. */
    shown: z.string()
});
export type RewindPreview = z.infer<typeof RewindPreview>;

export const RewindResult = z.object({
    rewindId: z.string(),
    restored: z.number().int(),
    /** What could not be done, and why; the rest was. At most 100. */
    problems: z.array(LeftFile)
});
export type RewindResult = z.infer<typeof RewindResult>;

/** What becomes of a rewind that broke off; with `leave` the files stay as they happen to be. */
export const RewindSettlement = z.enum(['finish', 'back', 'leave']);
export type RewindSettlement = z.infer<typeof RewindSettlement>;

/** Which changes: of one turn, or of the whole session (absent) up to now. */
export const ChangesOf = z.object({ turnId: z.string().max(64).optional() });
export type ChangesOf = z.infer<typeof ChangesOf>;

/** One changed file. */
export const FileChange = z.object({
    fileId: FileId,
    path: z.string(),
    status: z.enum(['added', 'modified', 'removed']),
    /** Only whether it may be run, or what it may be read by, differs. */
    onlyMode: z.boolean().optional(),
    addedLines: z.number().int().optional(),
    removedLines: z.number().int().optional(),
    /** Why no lines can be shown. */
    opaque: z.enum(['binary', 'large', 'link']).optional(),
    /** `reverted`: it is again as before. `changed`: it is neither as before nor as after. */
    state: z.enum(['applied', 'reverted', 'changed']),
    accepted: z.boolean(),
    /** Where the contents are; absent where there was no file. */
    beforeCheckpointId: CheckpointId.optional(),
    afterCheckpointId: CheckpointId.optional()
});
export type FileChange = z.infer<typeof FileChange>;

export const HunkLine = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });

/** A part of a changed file. Lines count from 1. */
export const Hunk = z.object({
    hunkId: z.string(),
    beforeLine: z.number().int(),
    afterLine: z.number().int(),
    lines: z.array(HunkLine),
    state: z.enum(['applied', 'reverted', 'changed']),
    accepted: z.boolean()
});
export type Hunk = z.infer<typeof Hunk>;

/** One changed file, in full. */
export const ChangeDetail = z.object({
    change: FileChange,
    hunks: z.array(Hunk),
    /** Hunks that are left out because there are too many. */
    moreHunks: z.number().int(),
    /** Names the content of the file now; a revert must repeat it. Empty for no file. */
    shown: z.string()
});
export type ChangeDetail = z.infer<typeof ChangeDetail>;

const OneFile = ChangesOf.extend({ fileId: FileId });

/** What `callSession` knows of checkpoints, review and rewind. Errors as in `CheckpointErrors`, and `claude.working`. */
export const CheckpointRpc = rpcContract({
    requests: {
        /** Keeps the files as they are now. */
        makeCheckpoint: request({ params: nothing, result: z.object({ checkpointId: CheckpointId }) }),
        /** What going back to before the message would do. Nothing is changed. */
        previewRewind: request({
            params: z.object({ toMessageId: MessageId, scope: RewindScope }),
            result: RewindPreview
        }),
        /** `shown` as the preview said; `checkpoint.files-changed` when the files are not as they were then. */
        rewind: request({
            params: z.object({ toMessageId: MessageId, scope: RewindScope, shown: z.string().max(100) }),
            result: RewindResult
        }),
        previewUndo: request({ params: z.object({ rewindId: z.string().max(64) }), result: RewindPreview }),
        /** Puts the files as they were before the rewind, and takes the conversation in again. */
        undoRewind: request({
            params: z.object({ rewindId: z.string().max(64), shown: z.string().max(100) }),
            result: RewindResult
        }),
        /** What finishing a rewind that broke off would do to the files, or taking it back. */
        previewSettlement: request({
            params: z.object({ rewindId: z.string().max(64), how: z.enum(['finish', 'back']) }),
            result: RewindPreview
        }),
        /**
         * Ends a rewind that broke off. Without `shown`: `checkpoint.files-changed` when files are neither as before it nor as
         * after it, so that nothing is lost that nobody has seen.
         */
        settleRewind: request({
            params: z.object({
                rewindId: z.string().max(64),
                how: RewindSettlement,
                shown: z.string().max(100).optional()
            }),
            result: RewindResult
        }),
        /** At most 1,000 files. */
        listChanges: request({
            params: ChangesOf,
            result: z.object({ changes: z.array(FileChange), fileCount: z.number().int() })
        }),
        readChange: request({ params: OneFile, result: ChangeDetail }),
        revertFile: request({ params: OneFile.extend({ shown: z.string().max(100) }), result: nothing }),
        revertHunk: request({
            params: OneFile.extend({ hunkId: z.string().max(64), shown: z.string().max(100) }),
            result: nothing
        }),
        /** Marks a file, or one hunk of it, as looked at and good; or takes that back. */
        acceptChange: request({
            params: OneFile.extend({ hunkId: z.string().max(64).optional(), accepted: z.boolean() }),
            result: nothing
        }),
        /** The content of a file at that checkpoint; at most 4 MiB. */
        readCheckpointFile: request({
            params: z.object({ checkpointId: CheckpointId, fileId: FileId }),
            result: z.object({ contentBase64: z.string() })
        })
    },
    notifications: {}
});

/** What is kept, and how much of it; chosen by the person. */
export const CheckpointRules = z.object({
    enabled: z.boolean().default(true),
    /** Larger files are left out. */
    maxFileBytes: z
        .number()
        .int()
        .positive()
        .default(10 * 1024 * 1024),
    /** Of each folder's store. The oldest checkpoints go first. */
    maxStoreBytes: z
        .number()
        .int()
        .positive()
        .default(1024 * 1024 * 1024),
    /** Whether files are kept that a `.gitignore` names. Ignored folders never are. */
    includeIgnoredFiles: z.boolean().default(false),
    /** A folder with more files has no checkpoints. */
    maxFiles: z.number().int().positive().default(100_000)
});
export type CheckpointRules = z.infer<typeof CheckpointRules>;

/** What `callKind` knows of checkpoints. */
export const CheckpointKindRpc = rpcContract({
    requests: {
        /** From now on, and after every restart. */
        configureCheckpoints: request({ params: CheckpointRules, result: nothing })
    },
    notifications: {}
});

import { z } from 'zod';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { nothing, request, rpcContract } from 'dispatch-extension/lib/kernel/common/rpc-contract';

/** What a rule is about: commands, changes of files, reading files, addresses, or one tool by its name. */
export const RuleTool = z.union([
    z.enum(['command', 'change', 'read', 'fetch']),
    z.templateLiteral(['tool:', z.string().min(1).max(200)])
]);
export type RuleTool = z.infer<typeof RuleTool>;

/**
 * A rule as a person writes it. `pattern` by tool: words, with ` *` at the end for any further ones; a path relative to
 * `folder` with `*` and `**`; a host name; `*` for any input of a tool that Dispatch does not know.
 */
export const RuleDraft = z.object({
    tool: RuleTool,
    pattern: z.string().min(1).max(2_000),
    /** Absolute. It holds in sessions of this folder and of those in it, and for no path outside of it. */
    folder: z.string().min(1).max(4_096),
    /** Only in this session. */
    sessionId: SessionId.optional(),
    /** Not any more from then on; absent: until it is removed. */
    expiresAtMs: z.number().int().optional()
});
export type RuleDraft = z.infer<typeof RuleDraft>;

export const ApprovalRule = RuleDraft.extend({
    ruleId: z.string().max(64),
    createdAtMs: z.number().int(),
    /** How many calls it has allowed, and when the last one. */
    uses: z.number().int().nonnegative(),
    lastUsedAtMs: z.number().int().optional()
});
export type ApprovalRule = z.infer<typeof ApprovalRule>;

/** A question that waits for a person. */
export const WaitingApproval = z.object({
    sessionId: SessionId,
    sessionTitle: z.string(),
    folder: z.string(),
    approvalId: z.string().max(64),
    kind: z.enum(['tool', 'question', 'plan']),
    name: z.string(),
    /** Exactly what would run; absent where it is too long for a list, to be looked at in the session. */
    input: z.record(z.string(), z.unknown()).optional(),
    inputHash: z.string().length(64),
    askedAtMs: z.number().int()
});
export type WaitingApproval = z.infer<typeof WaitingApproval>;

/** A path in a call. `real`: where it leads when links are followed. */
export const TouchedPath = z.object({
    written: z.string(),
    real: z.string(),
    /** `dispatch`: Dispatch's own data, with which Claude could answer its own questions. */
    place: z.enum(['inside', 'outside', 'dispatch'])
});
export type TouchedPath = z.infer<typeof TouchedPath>;

const PastCall = z.object({
    sessionId: SessionId,
    sessionTitle: z.string(),
    name: z.string(),
    /** The command, path or address, shortened. */
    subject: z.string(),
    askedAtMs: z.number().int()
});
export type PastCall = z.infer<typeof PastCall>;

const OfApproval = z.object({ sessionId: SessionId, approvalId: z.string().max(64) });

/** What `callKind` knows about approvals. Errors as in `ApprovalErrors`. */
export const ApprovalKindRpc = rpcContract({
    requests: {
        /** Everything that waits for the person, in every session, oldest first. */
        listWaiting: request({ params: nothing, result: z.object({ waiting: z.array(WaitingApproval) }) }),
        /** The paths that a call touches, as far as they can be known without running it. */
        inspectApproval: request({ params: OfApproval, result: z.object({ paths: z.array(TouchedPath) }) }),
        /** What these rules together would have matched among the past calls that were asked for. Saves nothing. */
        previewRules: request({
            params: z.object({ rules: z.array(RuleDraft).min(1).max(20) }),
            result: z.object({
                matches: z.array(PastCall),
                /** How many matched; `matches` holds the newest ones only. */
                matched: z.number().int(),
                /** Among how many calls was looked. */
                lookedAt: z.number().int()
            })
        }),
        /** Saves a rule. Questions that wait and that it matches are answered by it. */
        addRule: request({ params: RuleDraft, result: z.object({ rule: ApprovalRule }) }),
        listRules: request({ params: nothing, result: z.object({ rules: z.array(ApprovalRule) }) }),
        /** `null`: it holds until it is removed. */
        changeRuleExpiry: request({
            params: z.object({ ruleId: z.string().max(64), expiresAtMs: z.number().int().nullable() }),
            result: nothing
        }),
        /** From now on nothing is allowed by it. One that is not there is removed already. */
        removeRule: request({ params: z.object({ ruleId: z.string().max(64) }), result: nothing })
    },
    notifications: {}
});

import { z } from 'zod';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { request, rpcContract } from 'dispatch-extension/lib/kernel/common/rpc-contract';

const Count = z.number().int().nonnegative();

/** What a session used on one day with one model by the person's own sign-in, as Claude Code reports it. */
export const SignInUsageRow = z.object({
    /** Like `2026-11-25`, in the time zone of the session host. */
    day: z.iso.date(),
    model: z.string(),
    sessionId: SessionId,
    /** How many turns used it. */
    turns: Count,
    inputTokens: Count,
    outputTokens: Count,
    cacheReadTokens: Count,
    cacheWriteTokens: Count
});
export type SignInUsageRow = z.infer<typeof SignInUsageRow>;

/** What `callKind` knows about usage that is in no ledger. */
export const SignInUsageRpc = rpcContract({
    requests: {
        /** Both days included. */
        listSignInUsage: request({
            params: z.object({ from: z.iso.date(), to: z.iso.date() }),
            result: z.object({ rows: z.array(SignInUsageRow) })
        })
    },
    notifications: {}
});

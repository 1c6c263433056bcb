import { z } from 'zod';
import { nothing, request, rpcContract } from 'dispatch-extension/lib/kernel/common/rpc-contract';

/** SHA-256 over all that a folder brings, in hexadecimal. */
export const TrustHash = z.string().regex(/^[0-9a-f]{64}$/);

/** A command that a repository wants to run, and when: the event of a hook, the name of a server, a setting. */
export const BroughtCommand = z.object({ when: z.string(), command: z.string() });
export type BroughtCommand = z.infer<typeof BroughtCommand>;

/** What a folder brings for Claude Code. Long lists and texts are cut; the hash is over all of it. */
export const BroughtSettings = z.object({
    /** Relative to the folder of the session, sorted. */
    files: z.array(z.string()),
    hooks: z.array(BroughtCommand),
    servers: z.array(BroughtCommand),
    /** Other settings that name a command to run. */
    helpers: z.array(BroughtCommand),
    /** Rules and modes by which Claude would not ask. */
    permissions: z.array(z.string()),
    /** Names of variables that are set for Claude and its commands. */
    variables: z.array(z.string()),
    commands: z.number().int(),
    agents: z.number().int(),
    skills: z.number().int(),
    instructions: z.number().int()
});
export type BroughtSettings = z.infer<typeof BroughtSettings>;

/**
 * `nothing`: the folder brings nothing. `untrusted`: nobody has said that it is trusted. `changed`: it was trusted, and is
 * not as it was. `refused`: it cannot be trusted, `reason` says why.
 */
export const TrustState = z.enum(['nothing', 'untrusted', 'changed', 'trusted', 'refused']);
export type TrustState = z.infer<typeof TrustState>;

/** Whether what a folder brings is used, as it is now. */
export const FolderTrust = z.object({
    state: TrustState,
    hash: TrustHash,
    reason: z.string().optional(),
    brought: BroughtSettings
});
export type FolderTrust = z.infer<typeof FolderTrust>;

/** What `callSession` knows of trust; about the folder of the session. Errors as in `TrustErrors`. */
export const TrustRpc = rpcContract({
    requests: {
        getTrust: request({ params: nothing, result: FolderTrust }),
        /** Fails with `trust.changed` where the folder is not as it was shown, with `trust.refused` where it cannot be trusted. */
        trustFolder: request({ params: z.object({ hash: TrustHash }), result: FolderTrust }),
        /** What it brings is not used from the next turn on. */
        distrustFolder: request({ params: nothing, result: FolderTrust })
    },
    notifications: {}
});

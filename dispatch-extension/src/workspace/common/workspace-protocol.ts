import { z } from 'zod';
import { WorkspaceId } from '../../kernel/common/ids';
import { nothing, request, rpcContract } from '../../kernel/common/rpc-contract';

/** A folder that a person works in, as the index knows it. */
export const WorkspaceInfo = z.object({
    id: WorkspaceId,
    name: z.string().max(200),
    /** Absolute, resolved of links, at or below `WORKSPACES_ROOT`. */
    folder: z.string(),
    /** False when the folder is not there (any more). */
    exists: z.boolean(),
    lastOpenedAtMs: z.number().int()
});
export type WorkspaceInfo = z.infer<typeof WorkspaceInfo>;

/** A folder name that can be created: one path segment, no separator, no leading dot, nothing that a shell would mind. */
export const FolderName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._ -]{0,99}$/, 'not a usable folder name');

/** What a page may ask about workspaces. Errors: `workspace.outside-root`, `workspace.not-found`, `workspace.exists`, `workspace.clone-failed`. */
export const WorkspaceRpc = rpcContract({
    requests: {
        listWorkspaces: request({
            params: nothing,
            result: z.object({ workspaces: z.array(WorkspaceInfo), root: z.string() })
        }),
        /** Puts an existing folder into the index, or marks it as opened now. */
        openWorkspace: request({
            params: z.object({ folder: z.string().max(4_096) }),
            result: z.object({ workspace: WorkspaceInfo })
        }),
        /** Makes an empty folder below the root and opens it. */
        createWorkspace: request({
            params: z.object({ name: FolderName }),
            result: z.object({ workspace: WorkspaceInfo })
        }),
        /** Clones with the person's own git; takes as long as git does. Progress comes as notifications. */
        cloneWorkspace: request({
            params: z.object({ url: z.string().min(1).max(2_000), name: FolderName.optional() }),
            result: z.object({ workspace: WorkspaceInfo })
        }),
        /** Takes it off the list. The folder stays. */
        forgetWorkspace: request({ params: z.object({ workspaceId: WorkspaceId }), result: nothing })
    },
    notifications: {
        notifyWorkspacesChanged: nothing,
        /** `url` is the one that was asked for, without a password. */
        notifyCloneProgress: z.object({ url: z.string(), line: z.string().max(500) })
    }
});

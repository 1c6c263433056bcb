import { SessionHostLimits } from '../../kernel/common/process-contract';
import { WorkspaceId } from '../../kernel/common/ids';
import { SessionKind } from './session-kind';

/** What sessions need of the workspace index. */
export interface WorkspaceFolders {
    /** Throws `workspace.not-found`. */
    folderOf(workspaceId: WorkspaceId): Promise<string>;
    /** A session was started there. */
    rememberSession(workspaceId: WorkspaceId): Promise<void>;
}

export interface SessionServiceOptions {
    kinds: readonly SessionKind[];
    /** Holds one folder per session. */
    sessionsFolder: string;
    version: string;
    startedAtMs: number;
    /** What the operator allows now. */
    limits(): SessionHostLimits;
    now(): number;
}

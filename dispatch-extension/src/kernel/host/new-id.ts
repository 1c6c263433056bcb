import { randomBytes } from 'node:crypto';
import { SessionId, WorkspaceId } from '../common/ids';
import { ulid } from '../domain/ulid';

/** A new id for a session. */
export function newSessionId(): SessionId {
    return SessionId.parse(ulid(Date.now(), randomBytes(16)));
}

/** A new id for a workspace. */
export function newWorkspaceId(): WorkspaceId {
    return WorkspaceId.parse(ulid(Date.now(), randomBytes(16)));
}

import { z } from 'zod';

/** A session of any kind: 26 characters of a ULID, so that ids sort by the time of creation. */
export const SessionId = z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'not a session id')
    .brand('SessionId');
export type SessionId = z.infer<typeof SessionId>;

/** A workspace of the index: 26 characters of a ULID. */
export const WorkspaceId = z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'not a workspace id')
    .brand('WorkspaceId');
export type WorkspaceId = z.infer<typeof WorkspaceId>;

/**
 * One page's attachment to sessions, chosen by the page: 16 to 64 characters. It lives as long as the page does and
 * names the sequence in which its input is numbered.
 */
export const ViewerId = z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,64}$/, 'not a viewer id')
    .brand('ViewerId');
export type ViewerId = z.infer<typeof ViewerId>;

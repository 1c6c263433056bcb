import { z } from 'zod';

/** Under this name a terminal is told that it is the shell of a Claude session, and its `detail` says so. */
export const CLAUDE_SHELL = 'claudeShell';

/** What a terminal is told then, and tells. */
export const ClaudeShell = z.object({
    /** The Claude session whose commands run in it. */
    sessionId: z.string().max(64)
});
export type ClaudeShell = z.infer<typeof ClaudeShell>;

/** The Claude session whose commands run in a terminal with that `detail`; undefined for any other terminal. */
export function shellOwner(detail: Readonly<Record<string, unknown>>): string | undefined {
    return ClaudeShell.safeParse(detail[CLAUDE_SHELL]).data?.sessionId;
}

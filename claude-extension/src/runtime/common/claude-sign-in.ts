import { z } from 'zod';

/** Under this name a terminal is told that a person signs in to Claude in it, and its `detail` says so. */
export const CLAUDE_SIGN_IN = 'claudeSignIn';

/** What such a terminal tells. */
export const ClaudeSignInDetail = z.object({
    /** A sign-in was kept on this machine since its program was started. */
    signedIn: z.boolean()
});
export type ClaudeSignInDetail = z.infer<typeof ClaudeSignInDetail>;

/** What a terminal with that `detail` has come to, where a person signs in in it; undefined for any other terminal. */
export function signInOf(detail: Readonly<Record<string, unknown>>): ClaudeSignInDetail | undefined {
    return ClaudeSignInDetail.safeParse(detail[CLAUDE_SIGN_IN]).data;
}

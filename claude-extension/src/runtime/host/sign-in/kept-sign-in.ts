import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** The part of Claude Code's file that says that somebody is signed in. It holds tokens of MCP servers as well. */
const Credentials = z.object({ claudeAiOauth: z.object({ accessToken: z.string().min(1) }) });

/**
 * The sign-in of the person, as Claude Code keeps it in `~/.claude` or in the folder that `CLAUDE_CONFIG_DIR` names. It
 * is only looked at: nothing of it is kept or told.
 */
export class KeptSignIn {
    /** The version that the API did not accept. */
    private refused?: string;

    /** `environment`: the person's. */
    constructor(private readonly environment: Record<string, string | undefined>) {}

    /** Another value after each change of it; undefined where nobody is signed in. Never rejects. */
    async version(): Promise<string | undefined> {
        try {
            const { mtimeMs, ino } = await stat(this.file);
            return Credentials.safeParse(JSON.parse(await readFile(this.file, 'utf8'))).success
                ? `${ino}:${mtimeMs}`
                : undefined;
        } catch {
            // not there, not for us, or half written: none that could be used
            return undefined;
        }
    }

    /** The API did not accept the sign-in as it is now. */
    async noteRefused(): Promise<void> {
        this.refused = await this.version();
    }

    /** `refused`: there is one, and the API did not accept it. */
    async state(): Promise<'signed-in' | 'refused' | 'signed-out'> {
        const version = await this.version();
        if (version === undefined) {
            return 'signed-out';
        }
        return version === this.refused ? 'refused' : 'signed-in';
    }

    private get file(): string {
        const { CLAUDE_CONFIG_DIR: folder, HOME: home } = this.environment;
        return join(folder || join(home || homedir(), '.claude'), '.credentials.json');
    }
}

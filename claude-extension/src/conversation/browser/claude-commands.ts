import { Command } from '@theia/core/lib/common/command';
import { ClaudeText } from './claude-text';

const category = 'Claude';

/** The commands of Claude sessions. */
export const ClaudeCommands = {
    /** A new session with the runtime and model of the settings. */
    NEW: {
        id: 'dispatch.claude.new',
        label: ClaudeText.newSession,
        category
    } satisfies Command,
    /** A new session with a runtime that is asked for. */
    NEW_WITH: {
        id: 'dispatch.claude.newWithRuntime',
        label: ClaudeText.newSessionWith,
        category
    } satisfies Command,
    SIGN_IN: { id: 'dispatch.claude.signIn', label: ClaudeText.signInTerminal, category } satisfies Command,
    STOP: { id: 'dispatch.claude.stop', label: ClaudeText.stop, category } satisfies Command,
    ALLOW: { id: 'dispatch.claude.allow', label: ClaudeText.allowOnce, category } satisfies Command,
    DENY: { id: 'dispatch.claude.deny', label: ClaudeText.deny, category } satisfies Command
};

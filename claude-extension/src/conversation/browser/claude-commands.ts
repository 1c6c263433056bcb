import { Command } from '@theia/core/lib/common/command';
import { ClaudeText } from './claude-text';

const category = 'Claude';

/** The commands of Claude sessions. */
export namespace ClaudeCommands {
    /** A new session with the runtime and model of the settings. */
    export const NEW: Command = {
        id: 'dispatch.claude.new',
        label: ClaudeText.newSession,
        category,
        iconClass: 'dispatch-claude-icon'
    };
    /** A new session with a runtime that is asked for. */
    export const NEW_WITH: Command = {
        id: 'dispatch.claude.newWithRuntime',
        label: ClaudeText.newSessionWith,
        category
    };
    export const STOP: Command = { id: 'dispatch.claude.stop', label: ClaudeText.stop, category };
    export const ALLOW: Command = { id: 'dispatch.claude.allow', label: ClaudeText.allowOnce, category };
    export const DENY: Command = { id: 'dispatch.claude.deny', label: ClaudeText.deny, category };
}

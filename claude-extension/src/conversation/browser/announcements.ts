import type { ConnectionState } from 'dispatch-extension/lib/session/browser/session-socket-manager';
import { presentTool } from '../domain/tool-presentation';
import { Transcript, waitingTools } from '../domain/transcript';
import { ClaudeText } from './claude-text';

/** What the ear needs to know of a session. */
export interface Heard {
    readonly transcript: Transcript;
    readonly connection: ConnectionState;
    /** The keys that answer a question, for people. */
    readonly keys: { readonly allow: string; readonly deny: string };
}

/**
 * What to say to someone who hears the page, when it goes from one state to the next. Undefined for nothing: words that
 * stream in are not read out; they can be read when the turn is over.
 */
export function announcementOf(before: Heard, after: Heard): string | undefined {
    const known = new Set(waitingTools(before.transcript).map(tool => tool.approval?.approvalId));
    const asked = waitingTools(after.transcript).find(tool => !known.has(tool.approval?.approvalId));
    if (asked) {
        const { verb, subject, path } = presentTool(asked.name, asked.input);
        return ClaudeText.saysAsks(
            [verb, subject || path].filter(Boolean).join(' '),
            after.keys.allow,
            after.keys.deny
        );
    }
    return endOfTurn(before.transcript, after.transcript) ?? changeOfConnection(before.connection, after.connection);
}

function endOfTurn(before: Transcript, after: Transcript): string | undefined {
    const running = before.turns.find(turn => turn.state === 'running');
    const now = running && after.turns.find(turn => turn.key === running.key);
    switch (now?.state) {
        case 'finished':
            return ClaudeText.saysFinished;
        case 'interrupted':
            return ClaudeText.saysStopped;
        case 'failed':
            return ClaudeText.saysFailed(now.error ?? '');
        default:
            return undefined;
    }
}

function changeOfConnection(before: ConnectionState, after: ConnectionState): string | undefined {
    if (before === 'online' && after === 'offline') {
        return ClaudeText.saysOffline;
    }
    return before === 'offline' && after === 'online' ? ClaudeText.saysOnline : undefined;
}

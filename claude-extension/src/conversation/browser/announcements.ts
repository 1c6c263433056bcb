import type { ConnectionState } from 'dispatch-extension/lib/session/browser/session-socket-manager';
import { changedFilesOf } from '../domain/file-change';
import { presentTool, questionsIn } from '../domain/tool-presentation';
import { Approval, ToolPart, Transcript, waitingTools } from '../domain/transcript';
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
    if (asked?.approval) {
        return wanted(asked, asked.approval, after.keys);
    }
    return endOfTurn(before.transcript, after.transcript) ?? changeOfConnection(before.connection, after.connection);
}

function wanted(asked: ToolPart, { kind, input }: Approval, keys: Heard['keys']): string {
    switch (kind) {
        case 'question': {
            const questions = questionsIn(input).map(({ question }) => question);
            return ClaudeText.saysQuestion(questions.join(' '));
        }
        case 'plan':
            return ClaudeText.saysPlan(keys.allow, keys.deny);
        case 'tool': {
            const { verb, subject, path } = presentTool(asked.name, asked.input);
            return ClaudeText.saysAsks([verb, subject || path].filter(Boolean).join(' '), keys.allow, keys.deny);
        }
    }
}

function endOfTurn(before: Transcript, after: Transcript): string | undefined {
    const running = before.turns.find(turn => turn.state === 'running');
    const now = running && after.turns.find(turn => turn.key === running.key);
    switch (now?.state) {
        case 'finished':
            return ClaudeText.saysFinished(changedFilesOf(now));
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

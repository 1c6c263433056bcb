import type { ClaudeEvent } from '../common/claude-events';

/** What is about the session and not about what was said; it holds whatever was gone back from. */
const ABOUT_THE_SESSION = new Set([
    'session-started',
    'settings-changed',
    'capabilities-discovered',
    'checkpoint-made',
    'rewind-begun',
    'rewind-interrupted',
    'rewind-abandoned',
    'state-changed',
    'rewound',
    'rewind-undone',
    'forked'
]);

/**
 * The events that are part of the conversation: without the turns, and their messages, that the session went back from.
 * What was gone back from and brought back again is there. Order is kept.
 */
export function liveEvents(events: readonly ClaudeEvent[]): ClaudeEvent[] {
    const undone = new Set(events.flatMap(({ body }) => (body.type === 'rewind-undone' ? [body.rewindId] : [])));
    let live: ClaudeEvent[] = [];
    for (const event of events) {
        const { body } = event;
        if (body.type === 'rewound' && body.scope !== 'files' && !undone.has(body.rewindId)) {
            live = eventsBefore(live, body.toMessageId);
        }
        live.push(event);
    }
    return live;
}

/** The events without the turn that answered the message, all after it, and the messages of both; all when there is no such. */
export function eventsBefore(events: readonly ClaudeEvent[], messageId: string): ClaudeEvent[] {
    const { start, messages } = turnOf(events, messageId);
    if (start === -1) {
        return [...events];
    }
    return events.filter(({ body }, index) => {
        if ('messageId' in body && messages.has(body.messageId)) {
            return false;
        }
        return index < start || ABOUT_THE_SESSION.has(body.type);
    });
}

/** Where the turn begins that answered the message, and every message of it and after it. */
function turnOf(events: readonly ClaudeEvent[], messageId: string): { start: number; messages: ReadonlySet<string> } {
    let start = -1;
    let waiting = new Set<string>();
    for (const [index, { body }] of events.entries()) {
        switch (body.type) {
            case 'user-message':
                waiting.add(body.messageId);
                break;
            case 'message-removed':
            case 'message-delivered':
                if (start === -1) {
                    waiting.delete(body.messageId);
                }
                break;
            case 'turn-started':
                if (start === -1 && waiting.has(messageId)) {
                    start = index;
                } else if (start === -1) {
                    waiting = new Set();
                }
                break;
            default:
                break;
        }
    }
    const isQueued = start === -1 && waiting.has(messageId);
    return { start: isQueued ? events.length : start, messages: waiting };
}

import type { ClaudeEvent, ClaudeEventBody } from '../common/claude-events';
import { eventsBefore, liveEvents } from './live-events';

/** What belongs to the session that was forked, and means nothing in another one. */
const LEFT_BEHIND = new Set<ClaudeEventBody['type']>([
    'state-changed',
    'checkpoint-made',
    'rewind-begun',
    'rewind-interrupted',
    'rewind-abandoned',
    'rewound',
    'rewind-undone',
    'parked',
    'unparked',
    'forked'
]);

/** The beginning of a conversation, as the log of another session. */
export interface Fork {
    /** Numbered from 1. */
    readonly events: ClaudeEvent[];
    /** The newest event of the other session that was looked at. */
    readonly fromSeq: number;
}

/**
 * The conversation up to before the message, else up to now, for a new session. Messages that wait are left out: they
 * were said to the other session.
 */
export function forkOf(events: readonly ClaudeEvent[], beforeMessageId?: string): Fork {
    const live = liveEvents(events);
    const kept = beforeMessageId === undefined ? live : eventsBefore(live, beforeMessageId);
    const waiting = unansweredIn(kept);
    const taken = kept.filter(
        ({ body }) => !LEFT_BEHIND.has(body.type) && !('messageId' in body && waiting.has(body.messageId))
    );
    return { events: renumbered(taken.map(withoutAccount)), fromSeq: events.at(-1)?.seq ?? 0 };
}

/** What was used by a sign-in is accounted for where it was. */
function withoutAccount(event: ClaudeEvent): ClaudeEvent {
    if (event.body.type !== 'usage' || !event.body.bySignIn) {
        return event;
    }
    return { ...event, body: { ...event.body, bySignIn: undefined } };
}

function unansweredIn(events: readonly ClaudeEvent[]): ReadonlySet<string> {
    const turn = events.findLastIndex(({ body }) => body.type === 'turn-started');
    const later = events.slice(turn + 1);
    const delivered = new Set(later.flatMap(({ body }) => (body.type === 'message-delivered' ? [body.messageId] : [])));
    return new Set(
        later.flatMap(({ body }) =>
            body.type === 'user-message' && !delivered.has(body.messageId) ? [body.messageId] : []
        )
    );
}

/** Where an event points to others by their numbers, it does so by the new ones. */
function renumbered(events: readonly ClaudeEvent[]): ClaudeEvent[] {
    return events.map(({ atMs, body }, index) => {
        const seq = index + 1;
        if (body.type !== 'compacted') {
            return { seq, atMs, body };
        }
        const throughSeq = events.filter(event => event.seq <= body.throughSeq).length;
        return { seq, atMs, body: { ...body, throughSeq } };
    });
}

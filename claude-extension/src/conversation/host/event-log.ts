import { ClaudeEvent } from '../common/claude-events';

/** Some events of one session, as they are sent: a JSON array, and how many are in it. */
export interface EventPage {
    count: number;
    json: string;
}

/**
 * The logs of all Claude sessions. An event is added once and never changed; the numbers of a session start at 1 and have
 * no holes.
 */
export interface EventLog {
    /**
     * Adds events that follow each other and the newest one. All of them are on the disk when it resolves, or none.
     * Fails with `claude.log-moved` when they do not follow.
     */
    append(sessionId: string, events: readonly ClaudeEvent[]): Promise<void>;
    /** At most `limit` events after `after`, in order. */
    read(sessionId: string, after: number, limit: number): Promise<ClaudeEvent[]>;
    /** The same in the form that is sent: at least one event, and no more than some 200 KiB unless one alone is larger. */
    readPage(sessionId: string, after: number, limit: number): Promise<EventPage>;
    /** The number of the newest event; 0 when there is none. */
    positionOf(sessionId: string): Promise<number>;
    /** Deletes the log of a session that is forgotten. */
    forget(sessionId: string): Promise<void>;
}

/** How many events are read at a time where a whole log is read. */
const PAGE_EVENTS = 1_000;

/** Reads a whole log, page by page. */
export async function readWholeLog(log: EventLog, sessionId: string): Promise<ClaudeEvent[]> {
    const events: ClaudeEvent[] = [];
    for (;;) {
        const page = await log.read(sessionId, events.length, PAGE_EVENTS);
        events.push(...page);
        if (page.length < PAGE_EVENTS) {
            return events;
        }
    }
}

/** How much one page holds, in characters of JSON. */
const PAGE_CHARS = 200 * 1024;
/** How many events one page holds at most. */
export const MAX_PAGE_EVENTS = 500;

/** Packs events, given as JSON, into a page. */
export function pageOf(events: Iterable<string>): EventPage {
    const taken: string[] = [];
    let chars = 0;
    for (const event of events) {
        if (taken.length > 0 && chars + event.length > PAGE_CHARS) {
            break;
        }
        taken.push(event);
        chars += event.length;
    }
    return { count: taken.length, json: `[${taken.join(',')}]` };
}

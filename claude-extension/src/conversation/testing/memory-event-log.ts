import { ClaudeErrors } from '../common/claude-errors';
import { ClaudeEvent } from '../common/claude-events';
import { EventLog, EventPage, pageOf } from '../host/event-log';

/** An event log in memory, for tests. What is stored is what JSON keeps. */
export class MemoryEventLog implements EventLog {
    /** When set, every append fails with it. */
    failure?: Error;
    /** How many appends fail yet; endless unless set. */
    failures = Infinity;
    private readonly logs = new Map<string, ClaudeEvent[]>();

    /** A log that holds a beginning of another one. */
    static holding(sessionId: string, events: readonly ClaudeEvent[]): MemoryEventLog {
        const log = new MemoryEventLog();
        log.logs.set(sessionId, structuredClone([...events]));
        return log;
    }

    async append(sessionId: string, events: readonly ClaudeEvent[]): Promise<void> {
        await Promise.resolve();
        if (this.failure && this.failures-- > 0) {
            throw this.failure;
        }
        const log = this.eventsOf(sessionId);
        if (events.some((event, index) => event.seq !== log.length + 1 + index)) {
            throw ClaudeErrors.logMoved({ sessionId, at: log.length });
        }
        log.push(...(JSON.parse(JSON.stringify(events)) as ClaudeEvent[]));
    }

    async read(sessionId: string, after: number, limit: number): Promise<ClaudeEvent[]> {
        return structuredClone(this.eventsOf(sessionId).slice(after, after + limit));
    }

    async readPage(sessionId: string, after: number, limit: number): Promise<EventPage> {
        return pageOf((await this.read(sessionId, after, limit)).map(event => JSON.stringify(event)));
    }

    async positionOf(sessionId: string): Promise<number> {
        return this.eventsOf(sessionId).length;
    }

    async forget(sessionId: string): Promise<void> {
        this.logs.delete(sessionId);
    }

    private eventsOf(sessionId: string): ClaudeEvent[] {
        const log = this.logs.get(sessionId) ?? [];
        this.logs.set(sessionId, log);
        return log;
    }
}

import { ClaudeEvent } from '../common/claude-events';
import { ClaudeSessionManager } from '../host/claude-session-manager';
import { FakeSessionContext, SESSION_ID } from './fake-session-context';
import { MemoryEventLog } from './memory-event-log';
import { ScriptedRuntime, TurnScript } from './scripted-runtime';
import { WatchedSession } from './watched-session';

/** A Claude session in memory, with a page that watches it. */
export class SessionFixture {
    private constructor(
        readonly context: FakeSessionContext,
        readonly log: MemoryEventLog,
        readonly runtime: ScriptedRuntime,
        readonly manager: ClaudeSessionManager,
        readonly page: WatchedSession
    ) {}

    /** A new session; its turns do what the scripts say. */
    static async create(...scripts: TurnScript[]): Promise<SessionFixture> {
        const parts = SessionFixture.parts(new MemoryEventLog(), scripts);
        const page = new WatchedSession(await parts.manager.create(parts.context, {}));
        return new SessionFixture(parts.context, parts.log, parts.runtime, parts.manager, page);
    }

    /** What a session host makes of a log that an earlier one left. */
    static async reopen(events: readonly ClaudeEvent[], ...scripts: TurnScript[]): Promise<SessionFixture> {
        const parts = SessionFixture.parts(MemoryEventLog.holding(SESSION_ID, events), scripts);
        parts.context.info = { ...parts.context.info, state: 'ended', reason: 'the session host was stopped' };
        const page = new WatchedSession(await parts.manager.reopen(parts.context));
        return new SessionFixture(parts.context, parts.log, parts.runtime, parts.manager, page);
    }

    /** Everything that is stored. */
    stored(): Promise<ClaudeEvent[]> {
        return this.log.read(SESSION_ID, 0, Infinity);
    }

    private static parts(log: MemoryEventLog, scripts: readonly TurnScript[]) {
        const context = new FakeSessionContext('/home/ada/project');
        const runtime = new ScriptedRuntime();
        runtime.scripts.push(...scripts);
        return { context, log, runtime, manager: new ClaudeSessionManager(log, [runtime], [5, 10, 20]) };
    }
}

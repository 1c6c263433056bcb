import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { SessionAllowance } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { ApprovalPolicy } from '../../approval/host/approval-api';
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

    /** The same, with rules that are asked before the person. */
    static async withRule(policy: ApprovalPolicy, ...scripts: TurnScript[]): Promise<SessionFixture> {
        const parts = SessionFixture.parts(new MemoryEventLog(), scripts, policy);
        const page = new WatchedSession(await parts.manager.create(parts.context, {}));
        return new SessionFixture(parts.context, parts.log, parts.runtime, parts.manager, page);
    }

    /** The same, beside a meter that says what it lets through. */
    static async withMeter(
        ask: () => Promise<SessionAllowance | undefined>,
        ...scripts: TurnScript[]
    ): Promise<SessionFixture> {
        const { context, log, runtime } = SessionFixture.parts(new MemoryEventLog(), scripts);
        const manager = new ClaudeSessionManager(log, [runtime], [5, 10, 20], undefined, [], ask);
        const page = new WatchedSession(await manager.create(context, {}));
        return new SessionFixture(context, log, runtime, manager, page);
    }

    /** Forks a session; resolves with the log of the new one. */
    static async forkOf(
        { manager, context }: Pick<SessionFixture, 'manager' | 'context'>,
        options: { beforeMessageId?: string }
    ): Promise<{ events: ClaudeEvent[] }> {
        const id = SessionId.parse('01JD000000000000000F0RKED0');
        const fork = new FakeSessionContext(context.info.folder, join(context.storageFolder, 'fork'), id);
        const live = await manager.create(fork, { forkOf: { sessionId: context.info.id, ...options } });
        return { events: await live.recorder.history() };
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

    private static parts(log: MemoryEventLog, scripts: readonly TurnScript[], policy?: ApprovalPolicy) {
        const context = new FakeSessionContext('/home/ada/project', join(tmpdir(), `session-${randomUUID()}`));
        const runtime = new ScriptedRuntime();
        runtime.scripts.push(...scripts);
        return {
            context,
            log,
            runtime,
            manager: new ClaudeSessionManager(log, [runtime], [5, 10, 20], policy && (() => policy))
        };
    }
}

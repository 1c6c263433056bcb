import { Emitter, Event } from '@theia/core/lib/common/event';
import { SessionId } from '../../kernel/common/ids';
import { HostAddress, HostLink } from '../../session/node/host-link';
import { createRpcClient } from '../../session/domain/rpc-client';
import { SessionInfo, SessionRpc } from '../../session/common/session-protocol';
import { workspaceAround } from '../../workspace/domain/workspace-around';
import { WorkspaceRpc } from '../../workspace/common/workspace-protocol';
import { TERMINAL_KIND, TerminalOptions } from '../../terminal/common/terminal-protocol';
import { TASK_FEATURE, TaskRecord, TaskSessionRpc } from '../common/task-protocol';
import { isRunning, runsToForget, taskLabelOf } from '../domain/task-runs';

const REPEATABLE: ReadonlySet<string> = new Set(['listSessions', 'listWorkspaces', 'endSession', 'callSession']);

/** How the program of a task is started. */
export interface TaskStart {
    title: string;
    /** Absolute path; the home folder where absent. */
    folder: string | undefined;
    program: Pick<TerminalOptions, 'shell' | 'args' | 'env' | 'grid' | 'preface'>;
    record: TaskRecord;
}

/** The sessions of tasks, as the ide asks the session host for them. Fails with `DispatchError`s, as the host says. */
export class TaskSessions {
    readonly link: HostLink;
    private readonly known = new Map<SessionId, SessionInfo>();
    private readonly onDidChangeEmitter = new Emitter<SessionId>();
    private readonly rpc = createRpcClient(SessionRpc, (method, params) => this.ask(method, params));
    private readonly workspaces = createRpcClient(WorkspaceRpc, (method, params) => this.ask(method, params));

    /** A task's session is different from before, or gone: {@link find} says. */
    readonly onDidChange: Event<SessionId> = this.onDidChangeEmitter.event;

    constructor(address: HostAddress) {
        this.link = new HostLink(address);
        this.link.onDidNotify(({ method, params }) => this.notified(method, params));
        // What was told while the connection was away was not heard. A failure is that of a connection that broke again.
        this.link.onDidConnect(() => void this.refresh().catch(() => undefined));
    }

    /** As it is now; `undefined` where there is none such. */
    find(sessionId: SessionId): SessionInfo | undefined {
        return this.known.get(sessionId);
    }

    /** Those that run now, oldest first. */
    async running(): Promise<SessionInfo[]> {
        await this.refresh();
        return [...this.known.values()].filter(isRunning).sort((a, b) => a.createdAtMs - b.createdAtMs);
    }

    /** Starts a task's program. Earlier runs of the same task are forgotten, but for the last few. */
    async start({ title, folder, program, record }: TaskStart): Promise<SessionInfo> {
        const { session } = await this.rpc.createSession({
            kind: TERMINAL_KIND,
            title: title.slice(0, 200),
            folder,
            workspaceId: folder && (await this.workspaceOf(folder)),
            options: { ...program, features: { [TASK_FEATURE]: record } }
        });
        this.put(session);
        await this.forgetOldRuns(record.label, session.folder);
        return session;
    }

    /** Ends the whole process tree; resolves when it is gone. */
    async end(sessionId: SessionId): Promise<void> {
        await this.rpc.endSession({ sessionId });
    }

    /** What was recorded with the task at its start. */
    async recordOf(sessionId: SessionId): Promise<TaskRecord | undefined> {
        const { result } = await this.rpc.callSession({ sessionId, method: 'getTask' });
        return TaskSessionRpc.requests.getTask.result.parse(result).task;
    }

    private ask(method: string, params: unknown): Promise<unknown> {
        return this.link.request(method, params, { repeatable: REPEATABLE.has(method) });
    }

    private async workspaceOf(folder: string): Promise<SessionInfo['workspaceId']> {
        const { workspaces } = await this.workspaces.listWorkspaces({});
        return workspaceAround(folder, workspaces)?.id;
    }

    private async forgetOldRuns(label: string, folder: string): Promise<void> {
        for (const sessionId of runsToForget([...this.known.values()], { label, folder })) {
            // somebody else may have forgotten it meanwhile
            await this.rpc.forgetSession({ sessionId }).catch(() => undefined);
        }
    }

    private async refresh(): Promise<void> {
        const { sessions } = await this.rpc.listSessions({});
        const listed = new Set(sessions.map(({ id }) => id));
        sessions.forEach(session => this.put(session));
        [...this.known.keys()].filter(id => !listed.has(id)).forEach(id => this.remove(id));
    }

    /** What cannot be read is left to the next list: a newer host may say more. */
    private notified(method: string, params: unknown): void {
        const { notifySessionChanged, notifySessionForgotten } = SessionRpc.notifications;
        if (method === ('notifySessionChanged' satisfies keyof typeof SessionRpc.notifications)) {
            const changed = notifySessionChanged.safeParse(params);
            if (changed.success) {
                this.put(changed.data.session);
            }
        } else if (method === ('notifySessionForgotten' satisfies keyof typeof SessionRpc.notifications)) {
            const forgotten = notifySessionForgotten.safeParse(params);
            if (forgotten.success) {
                this.remove(forgotten.data.sessionId);
            }
        }
    }

    private put(session: SessionInfo): void {
        if (taskLabelOf(session) !== undefined) {
            this.known.set(session.id, session);
            this.onDidChangeEmitter.fire(session.id);
        }
    }

    private remove(sessionId: SessionId): void {
        if (this.known.delete(sessionId)) {
            this.onDidChangeEmitter.fire(sessionId);
        }
    }
}

import * as fs from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { z } from 'zod';
import { asDispatchError } from '../../kernel/common/errors';
import { SessionId, ViewerId, WorkspaceId } from '../../kernel/common/ids';
import { RpcService } from '../../kernel/common/rpc-contract';
import { newSessionId } from '../../kernel/host/new-id';
import { firstIssue } from '../../kernel/host/rpc-guard';
import { StructuredLog } from '../../kernel/host/structured-log';
import { SessionErrors } from '../common/session-errors';
import { SESSION_PROTOCOL_VERSION, SessionInfo, SessionRpc } from '../common/session-protocol';
import { AttachRequest } from '../common/stream-frames';
import { isFinal } from '../domain/session-life';
import { countedAttachment, EarlyAttachment } from './attachments';
import { checkedFolder } from './session-folder';
import { Attachment, LiveSession, SessionContext, SessionKind, StreamViewer } from './session-kind';
import { SessionRoom } from './session-room';
import { BoundSession, SessionRouter } from './session-router';
import { SessionServiceOptions, WorkspaceFolders } from './session-service-options';

/** Why a session ended that the session host took with it. */
export const HOST_STOPPED = 'The session host was stopped. What was written is kept; start it again to go on.';

type Params<M extends keyof typeof SessionRpc.requests> = z.output<(typeof SessionRpc.requests)[M]['params']>;

/** The lives of all sessions: starts, ends, forgets and reopens them, and lets pages attach. Knows no kind. */
export class SessionService implements RpcService<typeof SessionRpc> {
    private readonly kinds: ReadonlyMap<string, SessionKind>;
    /** They are half gone: whoever asks for one is told that it is not there. */
    private readonly forgetting = new Set<SessionId>();
    private readonly room: SessionRoom;
    private stopping = false;

    constructor(
        private readonly router: SessionRouter,
        private readonly workspaces: WorkspaceFolders,
        private readonly log: StructuredLog,
        private readonly options: SessionServiceOptions
    ) {
        this.kinds = new Map(options.kinds.map(kind => [kind.name, kind]));
        this.room = new SessionRoom(router, this.kinds, options.limits);
    }

    /** Takes over what an earlier session host has left. Called once, before any page is let in. */
    async reopenAll(recorded: readonly SessionInfo[]): Promise<void> {
        for (const info of recorded) {
            const session = this.router.bind(info);
            if (!isFinal(info.state)) {
                this.router.update(info.id, { state: 'ended', reason: HOST_STOPPED });
            }
            await this.reopen(session);
        }
    }

    async getHost() {
        return {
            protocolVersion: SESSION_PROTOCOL_VERSION,
            version: this.options.version,
            startedAtMs: this.options.startedAtMs,
            kinds: [...this.kinds.keys()]
        };
    }

    async listSessions() {
        return { sessions: this.router.all().map(({ info }) => info) };
    }

    async createSession(params: Params<'createSession'>): Promise<{ session: SessionInfo }> {
        const kind = this.kindOf(params.kind);
        const options = kind.options.safeParse(params.options);
        if (!options.success) {
            throw SessionErrors.badOptions({ why: firstIssue(options.error) });
        }
        const folder = await this.folderFor(params);
        const session = this.admit(params, kind, folder);
        const { id } = session.info;
        session.started = this.start(session, kind, options.data);
        await session.started;
        if (params.workspaceId) {
            await this.workspaces.rememberSession(params.workspaceId);
        }
        return { session: this.router.get(id).info };
    }

    async renameSession({ sessionId, title }: Params<'renameSession'>): Promise<undefined> {
        this.sessionOf(sessionId);
        this.router.update(sessionId, { title });
    }

    async endSession({ sessionId }: Params<'endSession'>, reason = 'ended on request'): Promise<undefined> {
        await this.end(this.sessionOf(sessionId), reason);
    }

    async restartSession({ sessionId, viewerId }: Params<'restartSession'>): Promise<{ session: SessionInfo }> {
        const session = this.sessionOf(sessionId);
        if (isFinal(session.info.state)) {
            session.started = this.startAgain(session, viewerId);
        }
        await session.started;
        return { session: this.router.get(sessionId).info };
    }

    async forgetSession({ sessionId }: Params<'forgetSession'>): Promise<undefined> {
        const session = this.sessionOf(sessionId);
        if (!isFinal(session.info.state)) {
            throw SessionErrors.stillRunning({ sessionId });
        }
        await this.remove(session);
    }

    async callSession({ sessionId, method, params }: Params<'callSession'>) {
        const session = this.sessionOf(sessionId);
        if (!session.live) {
            // how the start went was told to who asked for it
            await session.started?.catch(() => undefined);
        }
        return { result: await this.liveOf(sessionId).call(method, params) };
    }

    async callKind({ kind, method, params }: Params<'callKind'>) {
        return { result: await this.kindOf(kind).call(method, params) };
    }

    /** Lets a viewer attach, where it is only being started as soon as it runs. Throws to refuse. */
    attach(viewer: StreamViewer, request: AttachRequest): Attachment {
        const session = this.sessionOf(request.sessionId);
        const early = !session.live && session.info.state === 'creating' && session.started;
        return early
            ? new EarlyAttachment(viewer, early, () => this.attachNow(viewer, request))
            : this.attachNow(viewer, request);
    }

    /** Ends everything that runs and lets go of everything. Nothing can be started afterwards. */
    async stop(): Promise<void> {
        this.stopping = true;
        const sessions = this.router.all();
        await Promise.all(sessions.map(session => this.end(session, HOST_STOPPED).catch(this.report('end', session))));
        await Promise.all(sessions.map(session => session.live?.dispose().catch(this.report('dispose', session))));
    }

    /** Counts the viewer until it detaches. */
    private attachNow(viewer: StreamViewer, request: AttachRequest): Attachment {
        const { sessionId } = request;
        const attachment = this.liveOf(sessionId).attach(viewer, request);
        const counts = request.observer ? 0 : 1;
        this.countViewer(sessionId, counts);
        return countedAttachment(attachment, () => this.countViewer(sessionId, -counts));
    }

    private async start(session: BoundSession, kind: SessionKind, options: unknown): Promise<void> {
        const { id } = session.info;
        try {
            await fs.mkdir(this.storageFolder(id), { recursive: true, mode: 0o700 });
            session.live = await kind.start(this.contextOf(session), options);
            if (session.info.state === 'creating') {
                this.router.update(id, { state: 'active' });
            }
            this.log.info('session.started', { sessionId: id, kind: kind.name });
        } catch (error) {
            const known = asDispatchError(error);
            this.log.warn('session.start-failed', { sessionId: id, kind: kind.name, code: known.code, error });
            if (!kind.forgetsFailedStarts || !(await this.forgetStart(session))) {
                this.router.update(id, { state: 'failed', reason: known.message });
            }
            throw known;
        }
    }

    /** False where something of it could not be removed: then it stays in the list, to be removed later. */
    private async forgetStart(session: BoundSession): Promise<boolean> {
        try {
            await this.remove(session);
            return true;
        } catch (error) {
            this.log.error('session.start-not-forgotten', { sessionId: session.info.id, error });
            return false;
        }
    }

    /** Deletes all that is kept of it. Whoever asks for it meanwhile is told that it is not there. */
    private async remove(session: BoundSession): Promise<void> {
        const { id, kind } = session.info;
        this.forgetting.add(id);
        try {
            await session.live?.dispose();
            await this.kinds.get(kind)?.forget?.(id);
            await this.router.unbind(id);
            await fs.rm(this.storageFolder(id), { recursive: true, force: true });
        } finally {
            this.forgetting.delete(id);
        }
    }

    /** Nothing is awaited before the place is taken, so that a second request finds it taken. */
    private async startAgain(session: BoundSession, by?: ViewerId): Promise<void> {
        const { id, kind } = session.info;
        this.takeRoom(kind, session.info.workspaceId);
        this.router.update(id, { state: 'creating' });
        try {
            if (!session.live) {
                await this.reopen(session);
            }
            if (!session.live?.restart) {
                throw SessionErrors.cannotRestart({ kind });
            }
            await session.live.restart(by);
            this.router.update(id, { state: 'active' });
            this.log.info('session.started-again', { sessionId: id, kind });
        } catch (error) {
            const known = asDispatchError(error);
            this.router.update(id, { state: 'failed', reason: known.message });
            this.log.warn('session.start-failed', { sessionId: id, kind, code: known.code, error });
            throw known;
        }
    }

    private async reopen(session: BoundSession): Promise<void> {
        const { id, kind } = session.info;
        try {
            await fs.mkdir(this.storageFolder(id), { recursive: true, mode: 0o700 });
            session.live = await this.kinds.get(kind)?.reopen(this.contextOf(session));
        } catch (error) {
            this.log.error('session.reopen-failed', { sessionId: id, kind, error });
        }
    }

    private async end(session: BoundSession, reason: string): Promise<void> {
        const { id } = session.info;
        // how the start went was told to who asked for it; one that could not start may be gone
        await session.started?.catch(() => undefined);
        if (isFinal(this.router.find(id)?.info.state ?? 'ended')) {
            return;
        }
        this.router.update(id, { state: 'terminating' });
        try {
            await session.live?.end(reason);
        } catch (error) {
            this.router.update(id, { state: 'failed', reason: 'it could not be ended' });
            throw error;
        }
        if (!isFinal(session.info.state)) {
            this.router.update(id, { state: 'ended', reason });
        }
        this.log.info('session.ended', { sessionId: id, reason });
    }

    /** The check of the limit and the taking of the place are one step, so that a burst cannot pass it. */
    private admit(params: Params<'createSession'>, kind: SessionKind, folder: string): BoundSession {
        this.takeRoom(kind.name, params.workspaceId);
        const nowMs = this.options.now();
        return this.router.bind({
            id: newSessionId(),
            kind: kind.name,
            title: params.title?.trim() || kind.defaultTitle,
            workspaceId: params.workspaceId,
            folder,
            state: 'creating',
            viewers: 0,
            createdAtMs: nowMs,
            changedAtMs: nowMs,
            detail: {}
        });
    }

    /** Throws where no more may be started; counts the start otherwise. */
    private takeRoom(name: string, workspaceId: WorkspaceId | undefined): void {
        if (this.stopping) {
            throw SessionErrors.stopping();
        }
        this.room.take(name, workspaceId);
    }

    private async folderFor({ folder, workspaceId }: Params<'createSession'>): Promise<string> {
        const inWorkspace = workspaceId && (await this.workspaces.folderOf(workspaceId));
        return checkedFolder(folder ?? inWorkspace ?? homedir());
    }

    /** Throws `session.not-found`, also for one that is being forgotten. */
    private sessionOf(sessionId: SessionId): BoundSession {
        if (this.forgetting.has(sessionId)) {
            throw SessionErrors.notFound({ sessionId });
        }
        return this.router.get(sessionId);
    }

    /** Throws `session.ended` for one that has no working part, besides. */
    private liveOf(sessionId: SessionId): LiveSession {
        const { live } = this.sessionOf(sessionId);
        if (!live) {
            throw SessionErrors.ended({ sessionId });
        }
        return live;
    }

    private kindOf(name: string): SessionKind {
        const kind = this.kinds.get(name);
        if (!kind) {
            throw SessionErrors.unknownKind({ kind: name });
        }
        return kind;
    }

    private contextOf(session: BoundSession): SessionContext {
        const { id, kind } = session.info;
        const { options: own } = this;
        return {
            get info() {
                return session.info;
            },
            get limits() {
                return own.limits();
            },
            storageFolder: this.storageFolder(id),
            log: this.log.with({ sessionId: id, kind }),
            update: change => this.router.update(id, change),
            keepStart: start => this.router.keepStart(id, start),
            recallStart: () => this.router.recallStart(id),
            forget: () => this.end(session, 'it was removed').then(() => this.forgetSession({ sessionId: id })),
            startBeside: async (options, title) => {
                const { folder, workspaceId } = session.info;
                return (await this.createSession({ kind, folder, workspaceId, title, options })).session.id;
            },
            now: own.now
        };
    }

    private countViewer(id: SessionId, by: number): void {
        const session = this.router.find(id);
        if (session && by !== 0) {
            this.router.update(id, { viewers: Math.max(0, session.info.viewers + by) });
        }
    }

    private storageFolder(id: SessionId): string {
        return path.join(this.options.sessionsFolder, id);
    }

    private report(step: string, session: BoundSession): (error: unknown) => void {
        return error => this.log.error('session.stop-failed', { step, sessionId: session.info.id, error });
    }
}

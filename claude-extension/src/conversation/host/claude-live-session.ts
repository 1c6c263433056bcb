import { RpcService } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { SessionAllowance } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { CallSurfaces } from 'dispatch-extension/lib/kernel/host/call-surfaces';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { AttachRequest } from 'dispatch-extension/lib/session/common/stream-frames';
import {
    Attachment,
    LiveSession,
    SessionContext,
    StreamViewer
} from 'dispatch-extension/lib/session/host/session-kind';
import { HOST_STOPPED } from 'dispatch-extension/lib/session/host/session-service';
import { ApprovalPolicy } from '../../approval/host/approval-api';
import { RuntimeProvider, sessionMark } from '../../runtime/host/runtime-api';
import { sandboxSettings } from '../../sandbox/host/sandbox-api';
import { ClaudeErrors } from '../common/claude-errors';
import { ClaudeSessionRpc } from '../common/claude-protocol';
import { ClaudeProcessesRpc } from '../common/claude-processes-protocol';
import { ClaudeSteeringRpc } from '../common/claude-steering-protocol';
import { ClaudeEventStream } from './claude-event-stream';
import { ClaudeSession } from './claude-session';
import { DraftStore } from './draft-store';
import { EventRecorder } from './event-recorder';
import { keepFoundPicture } from './kept-picture';
import { MemoryCap } from './memory-cap';
import { PictureStore } from './picture-store';
import { ProcessesService } from './processes-service';
import { SessionFeature, SessionPart } from './session-feature';
import { SessionPresentation } from './session-presentation';
import { SteeringService } from './steering-service';

/** What is around each session of a session host. */
export interface SessionSurroundings {
    /** Answers in place of the person. */
    readonly policy?: ApprovalPolicy;
    readonly features?: readonly SessionFeature[];
    /** What the meter lets through now; undefined where that is not known. Never rejects. */
    readonly askAllowance?: () => Promise<SessionAllowance | undefined>;
}

/** A Claude session as the engine sees it: attachments, calls and its end. */
export class ClaudeLiveSession implements LiveSession {
    readonly actor: ClaudeSession;
    readonly pictures: PictureStore;
    private readonly stream: ClaudeEventStream;
    /** What `callSession` answers; other features add theirs. */
    readonly surfaces = new CallSurfaces();

    constructor(
        private readonly context: SessionContext,
        readonly recorder: EventRecorder,
        provider: RuntimeProvider,
        { policy, features = [], askAllowance }: SessionSurroundings = {}
    ) {
        const { info, log } = context;
        this.pictures = new PictureStore(context.storageFolder);
        this.stream = new ClaudeEventStream(recorder, log);
        new SessionPresentation(context, recorder).refresh();
        const parts: SessionPart[] = [];
        this.actor = new ClaudeSession({
            sessionId: info.id,
            folder: info.folder,
            listed: () => context.info,
            provider,
            recorder,
            log,
            policy,
            parts,
            picture: attachmentId => this.pictures.read(attachmentId),
            keepPicture: (name, dataBase64) => keepFoundPicture(this.pictures, log, name, dataBase64),
            mayBypass: () => context.limits.claudeMayBypass,
            askAllowance,
            memory: new MemoryCap(sessionMark(info.id), () => context.limits.claudeMemoryBytes, log),
            mayFetchWeb: () => context.limits.claudeMayFetchWeb,
            sandbox: () => sandboxSettings(context.limits)
        });
        const drafts = new DraftStore(context.storageFolder, log);
        this.surfaces.serve(ClaudeSessionRpc, this.service);
        this.surfaces.serve(ClaudeSteeringRpc, new SteeringService(context, this.actor, this.pictures, drafts));
        this.surfaces.serve(ClaudeProcessesRpc, new ProcessesService(info.id));
        const whileQuiet = <T>(work: () => Promise<T>): Promise<T> => this.actor.whileQuiet(work);
        const noLongerRefused = (): void => this.actor.watchLimit();
        const { surfaces } = this;
        parts.push(...features.map(each => each.join({ context, recorder, surfaces, whileQuiet, noLongerRefused })));
        recorder.observe({
            delayed: error => log.warn('claude.log-delayed', { error }),
            failed: error => void this.giveUp(error)
        });
        if (recorder.conversation.state === 'ended') {
            this.stream.close({ reason: info.reason ?? 'The session has ended.', atMs: info.changedAtMs });
        }
    }

    get info(): SessionInfo {
        return this.context.info;
    }

    get id(): string {
        return this.context.info.id;
    }

    attach(viewer: StreamViewer, request: AttachRequest): Attachment {
        return this.stream.attach(viewer, request);
    }

    call(method: string, params: unknown): Promise<unknown> {
        return this.surfaces.call(method, params);
    }

    async end(reason: string): Promise<void> {
        if (this.recorder.conversation.state === 'ended') {
            return;
        }
        if (reason === HOST_STOPPED) {
            // the conversation goes on with the next session host; a page that watches is not told of an end
            this.recorder.hurry();
            await this.actor.close(reason);
            return;
        }
        await this.actor.end(reason);
        this.stream.close({ reason, atMs: this.context.now() });
        this.context.update({ state: 'ended', reason });
    }

    async dispose(): Promise<void> {
        this.recorder.hurry();
        await this.actor.close(HOST_STOPPED);
    }

    private readonly service: RpcService<typeof ClaudeSessionRpc> = {
        sendMessage: async ({ delivery, ...message }) => {
            await this.pictures.check(message.attachments ?? []);
            await this.actor.sendMessage(message, delivery);
            return {};
        },
        answerApproval: async answer => {
            await this.actor.answerApproval(answer);
            return {};
        },
        interrupt: async () => {
            await this.actor.interrupt();
            return {};
        }
    };

    /** The log cannot be written: what goes on unrecorded must not go on. */
    private async giveUp(error: unknown): Promise<void> {
        const failure = ClaudeErrors.logFailed({}, error);
        this.context.log.error('claude.log-failed', { error });
        await this.actor.close(failure.message);
        this.stream.close({ reason: failure.message, atMs: this.context.now() });
        this.context.update({ state: 'failed', reason: failure.message });
    }
}

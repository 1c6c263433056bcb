import { SessionAllowance } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { SessionContext } from 'dispatch-extension/lib/session/host/session-kind';
import { ApprovalPolicy, AskingSession, PersonAnswer } from '../../approval/host/approval-api';
import { RuntimeProvider } from '../../runtime/host/runtime-api';
import { ClaudeErrors } from '../common/claude-errors';
import { ClaudeEvent, RuntimeName } from '../common/claude-events';
import { ClaudeOptions } from '../common/claude-protocol';
import { recoveryEvents, turnClosing } from '../domain/closing-events';
import { forkOf } from '../domain/fork';
import { ClaudeLiveSession } from './claude-live-session';
import { EventLog } from './event-log';
import { EventRecorder } from './event-recorder';
import { SessionFeature } from './session-feature';

/** A runtime as a person chooses it. */
export interface RuntimeChoice {
    name: RuntimeName;
    label: string;
    usable: boolean;
    /** Why not, and what to do. */
    reason?: string;
    /** Signing in to Claude is a way to use it, or to use it again. */
    canSignIn?: boolean;
    models: string[];
}

/** How many events of another session, or of a past, are written at a time. */
const WRITTEN_EVENTS = 1_000;

/** The Claude sessions of this session host: makes them, finds them, and makes earlier ones go on. */
export class ClaudeSessionManager {
    private readonly sessions = new Map<string, ClaudeLiveSession>();

    /**
     * `providers`: the one that is preferred first; at least one. `retryDelaysMs`: how long a log that cannot be written is
     * waited for, before each further attempt. `policyOf`: what answers in place of the person. `askAllowance`: what the
     * meter lets through of a session; undefined where that is not known; never rejects.
     */
    constructor(
        private readonly eventLog: EventLog,
        private readonly providers: readonly RuntimeProvider[],
        private readonly retryDelaysMs?: readonly number[],
        private readonly policyOf?: (session: SessionInfo) => ApprovalPolicy,
        private readonly features: readonly SessionFeature[] = [],
        private readonly askAllowance?: (sessionId: string) => Promise<SessionAllowance | undefined>
    ) {}

    /** Starts a session. No process is started before the first message. Fails with `claude.not-found` for a fork of nothing. */
    async create(context: SessionContext, options: ClaudeOptions): Promise<ClaudeLiveSession> {
        const { forkOf: source } = options;
        const live = source
            ? await this.fork(context, this.get(source.sessionId), source.beforeMessageId)
            : await this.begin(context, options).catch(async (error: unknown) => {
                  await this.forgetFeatures(context.info.id);
                  throw error;
              });
        this.sessions.set(context.info.id, live);
        return live;
    }

    private async begin(context: SessionContext, options: ClaudeOptions): Promise<ClaudeLiveSession> {
        const provider = options.runtime ? this.providerNamed(options.runtime) : await this.preferredProvider();
        await this.takeOverPast(context, options);
        const recorder = await this.openRecorder(context);
        const { runtime, position } = recorder.conversation;
        // a past is gone on with by the runtime that has it
        const live = this.liveSession(context, recorder, runtime ? this.providerNamed(runtime) : provider);
        if (position === 0) {
            await recorder.record({
                type: 'session-started',
                runtime: provider.name,
                model: options.model,
                folder: context.info.folder
            });
        }
        if (options.resumeAfterLimit) {
            await live.actor.changeSettings({ resumeAfterLimit: true });
        }
        return live;
    }

    private async fork(context: SessionContext, from: ClaudeLiveSession, beforeMessageId?: string) {
        const { id } = context.info;
        const { events, fromSeq } = forkOf(await from.recorder.history(), beforeMessageId);
        await this.append(id, events);
        const recorder = await this.openRecorder(context);
        const { conversation } = recorder;
        const live = this.liveSession(
            context,
            recorder,
            this.providerNamed(conversation.runtime ?? this.providers[0].name)
        );
        await live.pictures.takeOver(from.pictures);
        const closing = conversation.turnId
            ? turnClosing(conversation, { outcome: 'interrupted', why: 'This session was forked here.' })
            : [];
        await recorder.record(...closing, { type: 'forked', fromSessionId: from.id, fromSeq });
        return live;
    }

    /** Takes over a session of an earlier session host: closes what was open, and lets it go on if it had not ended. */
    async reopen(context: SessionContext): Promise<ClaudeLiveSession> {
        const recorder = await this.openRecorder(context);
        const { runtime, position } = recorder.conversation;
        const provider = runtime ? this.providerNamed(runtime) : await this.preferredProvider();
        const live = this.liveSession(context, recorder, provider);
        if (position === 0) {
            await recorder.record({ type: 'session-started', runtime: provider.name, folder: context.info.folder });
        }
        if (recorder.conversation.turnId) {
            await provider.endLeftovers(context.info.id);
        }
        await recorder.record(...recoveryEvents(recorder.conversation));
        if (recorder.conversation.state !== 'ended') {
            context.update({ state: 'active' });
            live.actor.watchLimit();
            live.actor.watchMemory();
        }
        this.sessions.set(context.info.id, live);
        return live;
    }

    /** The ids of all sessions of this life. */
    list(): string[] {
        return [...this.sessions.keys()];
    }

    find(sessionId: string): ClaudeLiveSession | undefined {
        return this.sessions.get(sessionId);
    }

    /** Fails with `claude.not-found`, and as the session does. */
    async send(sessionId: string, messageId: string, text: string): Promise<void> {
        await this.get(sessionId).actor.sendMessage({ messageId, text });
    }

    /** Fails with `claude.not-found`, and as the session does. */
    async approve(sessionId: string, answer: PersonAnswer): Promise<void> {
        await this.get(sessionId).actor.answerApproval(answer);
    }

    /** The questions that wait, by session. */
    waiting(): AskingSession[] {
        return [...this.sessions.values()].map(({ info, actor: { conversation } }) => ({
            info,
            pending: conversation.pendingApprovals().map(([approvalId]) => approvalId),
            isPlanning: conversation.settings.permissionMode === 'plan'
        }));
    }

    /** Fails with `claude.not-found`. */
    async interrupt(sessionId: string): Promise<void> {
        await this.get(sessionId).actor.interrupt();
    }

    /** Deletes the log of a session. */
    async forget(sessionId: string): Promise<void> {
        this.sessions.delete(sessionId);
        await this.forgetFeatures(sessionId);
        await this.eventLog.forget(sessionId);
    }

    private async forgetFeatures(sessionId: string): Promise<void> {
        await Promise.all(this.features.map(feature => feature.forget?.(sessionId)));
    }

    async runtimes(): Promise<RuntimeChoice[]> {
        return Promise.all(
            this.providers.map(async provider => {
                const usability = await provider.check();
                return {
                    name: provider.name,
                    label: provider.label,
                    usable: usability.usable,
                    reason: usability.usable ? undefined : usability.reason,
                    canSignIn: usability.canSignIn,
                    models: [...provider.models]
                };
            })
        );
    }

    private get(sessionId: string): ClaudeLiveSession {
        const live = this.sessions.get(sessionId);
        if (!live) {
            throw ClaudeErrors.notFound();
        }
        return live;
    }

    private liveSession(
        context: SessionContext,
        recorder: EventRecorder,
        provider: RuntimeProvider
    ): ClaudeLiveSession {
        const { features, askAllowance } = this;
        const { info } = context;
        return new ClaudeLiveSession(context, recorder, provider, {
            policy: this.policyOf?.(info),
            features,
            askAllowance: askAllowance && (() => askAllowance(info.id))
        });
    }

    /** Writes what a feature knows of the conversation from before this session. Fails as the feature does. */
    private async takeOverPast(context: SessionContext, options: ClaudeOptions): Promise<void> {
        for (const feature of this.features) {
            await this.append(context.info.id, (await feature.past?.(options, context)) ?? []);
        }
    }

    private async append(sessionId: string, events: readonly ClaudeEvent[]): Promise<void> {
        for (let at = 0; at < events.length; at += WRITTEN_EVENTS) {
            await this.eventLog.append(sessionId, events.slice(at, at + WRITTEN_EVENTS));
        }
    }

    private openRecorder(context: SessionContext): Promise<EventRecorder> {
        return EventRecorder.open(this.eventLog, context.info.id, () => context.now(), this.retryDelaysMs);
    }

    private providerNamed(name: RuntimeName): RuntimeProvider {
        const provider = this.providers.find(candidate => candidate.name === name);
        if (!provider) {
            throw ClaudeErrors.noRuntime({ name });
        }
        return provider;
    }

    /** The first that can be used; when none can, the first, so that the person is told what to do. */
    private async preferredProvider(): Promise<RuntimeProvider> {
        for (const provider of this.providers) {
            if ((await provider.check()).usable) {
                return provider;
            }
        }
        return this.providers[0];
    }
}

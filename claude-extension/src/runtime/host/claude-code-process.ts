import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type {
    CanUseTool,
    Options,
    Query,
    SDKMessage,
    SDKRateLimitInfo,
    SDKUserMessage
} from '@anthropic-ai/claude-agent-sdk';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { ClaudeCapabilities, ClaudeSettings, PermissionMode } from '../../conversation/common/claude-events';
import { LastResponse, ModelTotals, usageSince } from '../../usage/host/usage-api';
import { CLAUDE_CODE_MODELS } from '../domain/models';
import { AgentSdk } from './agent-sdk-installation';
import { AsyncQueue } from './async-queue';
import { claudeCodeCapabilities } from './claude-code-capabilities';
import { resumption, userMessage } from './claude-code-input';
import { confinedSpawn } from './confined-spawn';
import { askedKind, permission, refusal } from './claude-code-permission';
import {
    answersAll,
    isUnknownConversation,
    lastResponse,
    lostProcess,
    outcomeFrom,
    outcomeOf,
    refusedOutcome,
    withLimit
} from './claude-code-results';
import { ProcessStart, RuntimeIdentity } from './claude-code-start';
import { RuntimeReport, TurnContext, TurnMessage, TurnOutcome } from './claude-runtime';
import { KeptBlocks, keepResultPictures } from './result-pictures';
import { isHopelessRetry, isRefusal, SdkMessageTranslator } from './sdk-message-translator';

/** How long Claude Code may take to stop a turn before its process is ended, in ms. */
const INTERRUPT_MS = 5_000;
/** How much of the standard error is kept for the log, in characters. */
const STDERR_CHARS = 2_000;

interface RunningTurn {
    readonly context: TurnContext;
    readonly translator: SdkMessageTranslator;
    /** Messages that were given to Claude Code, and that no result has named yet. */
    readonly unanswered: Set<string>;
    readonly end: (outcome: TurnOutcome) => void;
    /** The newest entry of Claude Code's own transcript. */
    position?: string;
    /** The newest response of the conversation itself. */
    last?: LastResponse;
    /** Messages are on their way from the queue into this turn. */
    arriving: number;
    /** It would have ended, had nothing been on its way. */
    heldEnd?: () => void;
}

/**
 * One Claude Code process: one long `query()` that is given messages one after the other. When it is gone it stays gone;
 * the next message takes a new one that resumes the conversation.
 */
export class ClaudeCodeProcess {
    private readonly input = new AsyncQueue<SDKUserMessage>();
    private readonly query: Query;
    private turn?: RunningTurn;
    /** As it told last; before that, what it goes on from. */
    private totals: ModelTotals = {};
    private stderr = '';
    private gone = false;
    private lostConversation = false;
    private begun = false;
    private mode: string;
    private model?: string;
    /** As it told with its first turn. */
    private skills?: readonly string[];
    /** Set while a limit of the subscription is reached; 0 where it is not known until when. */
    private limitedUntilMs?: number;
    /** Resolves when the SDK let go of it. */
    readonly exited: Promise<void>;

    constructor(
        sdk: AgentSdk,
        private readonly options: Options,
        private readonly log: StructuredLog,
        /** Told when Claude Code says under which name, and with which model, it goes on. */
        private readonly identified: (identity: RuntimeIdentity) => RuntimeReport[],
        private readonly how: ProcessStart = {}
    ) {
        const { confinement } = how;
        const stderr = (text: string): void => void (this.stderr = (this.stderr + text).slice(-STDERR_CHARS));
        this.mode = options.permissionMode ?? 'default';
        this.model = options.model;
        this.query = sdk.query({
            prompt: this.input,
            options: {
                ...options,
                canUseTool: this.canUseTool,
                stderr,
                spawnClaudeCodeProcess: confinement && confinedSpawn(confinement, stderr)
            }
        });
        this.exited = this.read();
    }

    /** It was to resume a conversation that Claude Code does not know. Nothing was done; another process is needed. */
    get hasLostConversation(): boolean {
        return this.lostConversation;
    }

    get isGone(): boolean {
        return this.gone;
    }

    /** Whether it was given a message. */
    get hasBegun(): boolean {
        return this.begun;
    }

    /** What it offers. Errors: that it has ended. */
    async capabilities(mayBypass: boolean): Promise<ClaudeCapabilities> {
        const offered = await claudeCodeCapabilities(this.query, mayBypass);
        return this.skills ? { ...offered, skills: this.skills.map(name => name.slice(0, 200)) } : offered;
    }

    /** Takes over what can be changed while it runs: the model and how much it may do. Never rejects. */
    async adapt({ model, permissionMode = 'default' }: ClaudeSettings): Promise<void> {
        try {
            const wished = modelName(model);
            if (wished !== this.model) {
                this.model = wished;
                await this.query.setModel(wished);
            }
            if (permissionMode !== this.mode) {
                this.mode = permissionMode;
                await this.query.setPermissionMode(permissionMode);
            }
        } catch (error) {
            this.log.warn('claude.settings-not-taken', { error });
        }
    }

    /** Runs a turn. Errors: `claude.picture-not-found`. */
    async runTurn(context: TurnContext): Promise<TurnOutcome> {
        const { promise, end } = outcomeOf();
        const translator = new SdkMessageTranslator(context.turnId);
        const turn: RunningTurn = { context, translator, unanswered: new Set(), end, arriving: 0 };
        const { resumed } = context;
        const messages = resumed ? [...context.messages, resumption(resumed.calls)] : context.messages;
        if (!this.begun && this.options.resume !== undefined) {
            this.totals = context.used;
        }
        const first = await userMessage(messages, randomUUID(), context.picture);
        this.turn = turn;
        const stop = (): void => void this.stop();
        context.signal.addEventListener('abort', stop, { once: true });
        this.give(turn, first);
        context.onSteering(() => void this.steer(turn));
        if (context.signal.aborted) {
            stop();
        }
        if (this.gone) {
            end(lostProcess(this.stderr));
        }
        const outcome = await promise;
        context.signal.removeEventListener('abort', stop);
        this.turn = undefined;
        const { position: runtimePosition } = turn;
        return context.signal.aborted ? { outcome: 'interrupted', runtimePosition } : { ...outcome, runtimePosition };
    }

    /** Ends the process; a turn under way ends. */
    close(): void {
        this.gone = true;
        this.input.close();
        this.query.close();
        this.turn?.end(lostProcess(this.stderr));
    }

    private give(turn: RunningTurn, message: SDKUserMessage): void {
        this.begun = true;
        turn.unanswered.add(message.uuid ?? '');
        turn.heldEnd = undefined;
        this.input.push(message);
    }

    /** Claude Code reads it between two steps of the turn; when there is none any more, it answers it right after. */
    private async steer(turn: RunningTurn): Promise<void> {
        if (turn !== this.turn) {
            // it is over: the message is for the next one
            return;
        }
        turn.arriving++;
        try {
            const messages: readonly TurnMessage[] = await turn.context.takeSteering();
            for (const message of messages) {
                const given = await userMessage([message], randomUUID(), turn.context.picture);
                this.give(turn, { ...given, priority: 'next' });
            }
        } catch (error) {
            this.log.error('claude.message-not-given', { error });
            const text = 'A message could not be given to Claude, because a picture of it is gone. Send it again.';
            void turn.context.report({ type: 'notice', level: 'warning', text });
        }
        turn.arriving--;
        if (turn.arriving === 0) {
            turn.heldEnd?.();
        }
    }

    private readonly canUseTool: CanUseTool = async (name, input, { toolUseID: toolUseId, signal }) => {
        const { turn } = this;
        if (!turn) {
            return { behavior: 'deny', message: 'Nobody asked for this.' };
        }
        const { context, translator } = turn;
        const withdraw = (): void => context.withdraw(toolUseId);
        void this.report(turn, translator.request(toolUseId, name, input));
        signal.addEventListener('abort', withdraw, { once: true });
        const kind = askedKind(name);
        const given = await context.approve({ toolUseId, name: name.slice(0, 200), input, ...(kind && { kind }) });
        signal.removeEventListener('abort', withdraw);
        if (given.answer === 'allow' && !context.signal.aborted) {
            // the start is on the disk before it happens, so that a restart knows of it
            await this.report(turn, translator.start(toolUseId));
            // stopped meanwhile, or the start could not be written down
            return context.signal.aborted
                ? { behavior: 'deny', message: refusal({ answer: 'withdrawn' }) }
                : permission(input, given);
        }
        const said = refusal(given);
        if (given.answer === 'deny' || context.signal.aborted) {
            void this.report(turn, translator.deny(toolUseId, said));
        }
        // else Claude Code took its question back, and says itself what became of the call: a hook may have allowed it
        return { behavior: 'deny', message: said };
    };

    /** Reads what Claude Code says until it is gone. Never rejects. */
    private async read(): Promise<void> {
        try {
            for await (const message of this.query) {
                this.take(message, await keepResultPictures(message, this.turn));
            }
        } catch (error) {
            this.log.warn('claude.process-failed', { error, stderr: this.stderr.length });
        }
        this.gone = true;
        this.turn?.end(lostProcess(this.stderr));
    }

    private take(message: SDKMessage, pictures: KeptBlocks): void {
        const { turn } = this;
        if (message.type === 'system' && message.subtype === 'init') {
            this.noteSkills(message.skills);
            const reports = this.identified({ runtimeSessionId: message.session_id, model: message.model });
            if (turn) {
                void this.report(turn, reports);
            }
        }
        if (!turn) {
            return;
        }
        if (this.how.bySignIn && isRefusal(message)) {
            this.how.signInRefused?.();
        }
        if (isHopelessRetry(message)) {
            turn.end(refusedOutcome(message, this.how.bySignIn));
            this.close();
            return;
        }
        this.note(turn, message);
        void this.report(turn, turn.translator.translate(message, pictures));
        if (isUnknownConversation(message)) {
            this.lostConversation = true;
            this.close();
            return;
        }
        if (message.type !== 'result') {
            return;
        }
        const isAnswered = answersAll(message, turn.unanswered);
        if (turn.context.signal.aborted && !isAnswered) {
            // it would go on with what was said into the turn that a person has stopped
            this.close();
        } else if (isAnswered) {
            const { bySignIn } = this.how;
            void this.report(turn, usageSince(this.totals, message.modelUsage, { bySignIn, last: turn.last }));
            this.totals = message.modelUsage;
            const end = (): void => turn.end(withLimit(outcomeFrom(message), this.limitedUntilMs));
            turn.heldEnd = turn.arriving > 0 ? end : undefined;
            if (turn.arriving === 0) {
                end();
            }
        }
    }

    private noteSkills(skills: readonly string[]): void {
        if (!isDeepStrictEqual(skills, this.skills)) {
            this.skills = skills;
            this.how.offersMore?.();
        }
    }

    /** A subscription tells by itself when its limit will have passed. */
    private noteLimit({ status, resetsAt }: SDKRateLimitInfo): void {
        this.limitedUntilMs = status === 'rejected' ? (resetsAt ?? 0) * 1_000 : undefined;
    }

    /** What is to be remembered of a message: where the transcript stands, and the mode that Claude itself went into. */
    private note(turn: RunningTurn, message: SDKMessage): void {
        if (message.type === 'rate_limit_event') {
            this.noteLimit(message.rate_limit_info);
        }
        if ((message.type === 'assistant' || message.type === 'user') && message.parent_tool_use_id === null) {
            turn.position = message.uuid ?? turn.position;
        }
        turn.last = lastResponse(message) ?? turn.last;
        const changed = message.type === 'system' && message.subtype === 'status' ? message.permissionMode : undefined;
        const mode = PermissionMode.safeParse(changed);
        if (mode.success && mode.data !== this.mode) {
            this.mode = mode.data;
            turn.context.modeChanged(mode.data);
        }
    }

    private async report(turn: RunningTurn, reports: readonly RuntimeReport[]): Promise<void> {
        await Promise.all(reports.map(report => turn.context.report(report)));
    }

    private async stop(): Promise<void> {
        const { turn } = this;
        turn?.translator.stop();
        const timer = setTimeout(() => {
            if (turn === this.turn) {
                this.close();
            }
        }, INTERRUPT_MS);
        timer.unref();
        try {
            await this.query.interrupt();
        } catch (error) {
            this.log.debug('claude.interrupt-failed', { error });
            this.close();
        }
    }
}

/** The name as Claude Code takes it; `undefined` for its own default. */
export function modelName(model: string | undefined): string | undefined {
    return model === CLAUDE_CODE_MODELS[0] ? undefined : model;
}

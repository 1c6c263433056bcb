import { randomUUID } from 'node:crypto';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { ApprovalBroker, ApprovalPolicy, PersonAnswer } from '../../approval/host/approval-api';
import {
    ClaudeRuntime,
    RuntimeProvider,
    RuntimeReport,
    TurnContext,
    TurnOutcome
} from '../../runtime/host/runtime-api';
import { ClaudeErrors } from '../common/claude-errors';
import { ClaudeEventBody } from '../common/claude-events';
import { endingEvents, TurnEnd, turnClosing } from '../domain/closing-events';
import { Conversation } from '../domain/conversation';
import { DeltaGatherer } from './delta-gatherer';
import { EventRecorder } from './event-recorder';
import { SessionPart } from './session-feature';

/** How many messages may wait for an answer. */
const MAX_UNANSWERED = 50;
const STOPPED = 'Stopped by the user.';

/** What a session needs from the world. It owns none of it but the runtime that it creates. */
export interface ClaudeSessionWorld {
    readonly sessionId: string;
    readonly folder: string;
    readonly provider: RuntimeProvider;
    readonly recorder: EventRecorder;
    readonly log: StructuredLog;
    /** What features do around its turns. */
    readonly parts?: readonly SessionPart[];
    /** Answers in place of the person where a rule says so. Default: the person is always asked. */
    readonly policy?: ApprovalPolicy;
}

interface Turn {
    readonly turnId: string;
    readonly stop: AbortController;
    /** Why it was stopped, for people. */
    why: string;
    done: Promise<void>;
}

/**
 * One conversation: an actor over its log. It decides on what the log says and does nothing before it is recorded; the
 * runtime only answers turns. One turn at a time; messages queue behind it, and a turn answers all that wait.
 */
export class ClaudeSession {
    private readonly broker: ApprovalBroker;
    private readonly deltas: DeltaGatherer;
    private runtime?: ClaudeRuntime;
    private turn?: Turn;
    private ending?: Promise<void>;
    /** No turn begins. */
    private held = false;
    /** Messages are taken one after the other, in the order in which they came. */
    private lastMessage: Promise<unknown> = Promise.resolve();

    constructor(private readonly world: ClaudeSessionWorld) {
        this.broker = new ApprovalBroker(world.recorder, world.policy);
        this.deltas = new DeltaGatherer((blockId, text) => void this.recorded({ type: 'block-delta', blockId, text }));
    }

    /** What the log says. */
    get conversation(): Conversation {
        return this.world.recorder.conversation;
    }

    /**
     * Takes a message; resolves when it is on the disk. A message that was taken before is not taken again.
     * Fails with `claude.ended`, `claude.no-key`, `claude.too-many-messages`.
     */
    sendMessage(messageId: string, text: string): Promise<void> {
        const taken = this.lastMessage.then(() => this.takeMessage(messageId, text));
        this.lastMessage = taken.catch(() => undefined);
        return taken;
    }

    /** Takes a person's answer. Fails as {@link ApprovalBroker.answer} does. */
    answerApproval(answer: PersonAnswer): Promise<void> {
        return this.broker.answer(answer);
    }

    /** Stops the turn under way and resolves when it has ended. Without one it does nothing. */
    async interrupt(): Promise<void> {
        await this.stopTurn(STOPPED);
    }

    /** Runs `work` while no turn is under way; none begins before it is done. Fails with `claude.working`. */
    async whileQuiet<T>(work: () => Promise<T>): Promise<T> {
        if (this.turn || this.held) {
            throw ClaudeErrors.working();
        }
        this.held = true;
        try {
            return await work();
        } finally {
            this.held = false;
            this.beginTurn();
        }
    }

    /** Ends the session for good, and every process of it. A second call does nothing. */
    end(reason: string): Promise<void> {
        this.ending ??= this.endOnce(reason);
        return this.ending;
    }

    /** Ends processes and timers and leaves the log as it is, so that a later session host goes on. */
    async close(reason: string): Promise<void> {
        this.ending ??= this.stopEverything(reason);
        await this.ending;
    }

    private async takeMessage(messageId: string, text: string): Promise<void> {
        const { recorder, provider } = this.world;
        this.refuseWhenEnded();
        if (this.conversation.messageIds.has(messageId)) {
            await recorder.flushed();
            return;
        }
        if (this.conversation.unanswered.length >= MAX_UNANSWERED) {
            throw ClaudeErrors.tooManyMessages({ limit: MAX_UNANSWERED });
        }
        const usability = await provider.check();
        if (!usability.usable) {
            throw ClaudeErrors.noKey({ reason: usability.reason });
        }
        this.refuseWhenEnded();
        this.deltas.flush();
        await recorder.record({ type: 'user-message', messageId, text });
        this.beginTurn();
    }

    private refuseWhenEnded(): void {
        if (this.ending || this.conversation.state === 'ended') {
            throw ClaudeErrors.ended();
        }
    }

    /** Begins a turn if none is under way and a message waits. */
    private beginTurn(): void {
        if (this.turn || this.held || this.ending || this.conversation.unanswered.length === 0) {
            return;
        }
        const turn: Turn = { turnId: randomUUID(), stop: new AbortController(), why: STOPPED, done: Promise.resolve() };
        this.turn = turn;
        turn.done = this.runTurn(turn)
            .catch((error: unknown) => this.world.log.error('claude.turn-broken', { error }))
            .finally(() => {
                this.turn = undefined;
                if (!this.world.recorder.hasFailed) {
                    this.beginTurn();
                }
            });
    }

    private async runTurn(turn: Turn): Promise<void> {
        const { recorder, log } = this.world;
        const { turnId } = turn;
        const startedAtMs = performance.now();
        const context = this.contextOf(turn);
        await recorder.record({ type: 'turn-started', turnId }, { type: 'state-changed', state: 'working' });
        await this.eachPart(part => part.beforeTurn?.(turnId, turn.stop.signal));
        const outcome = await this.answer(context);
        this.deltas.flush();
        if (!this.ending) {
            await this.eachPart(part => part.afterTurn?.(turnId));
        }
        await recorder.record(...turnClosing(this.conversation, turnEnd(outcome, turn)));
        log.info('claude.turn-ended', {
            outcome: outcome.outcome,
            durationMs: Math.round(performance.now() - startedAtMs)
        });
    }

    private async answer(context: TurnContext): Promise<TurnOutcome> {
        if (context.signal.aborted) {
            return { outcome: 'interrupted' };
        }
        try {
            const { sessionId, folder, provider } = this.world;
            const { wishedModel: model, runtimeSessionId } = this.conversation;
            this.runtime ??= provider.create({ sessionId, folder, model, runtimeSessionId });
            return await this.runtime.runTurn(context);
        } catch (error) {
            this.world.log.error('claude.runtime-threw', { error });
            return { outcome: 'failed', error: 'Something went wrong inside Dispatch. Send a message to go on.' };
        }
    }

    private async eachPart(how: (part: SessionPart) => Promise<void> | undefined): Promise<void> {
        await Promise.all((this.world.parts ?? []).map(how));
    }

    private contextOf({ turnId, stop }: Turn): TurnContext {
        return {
            turnId,
            messages: [...this.conversation.unanswered],
            signal: stop.signal,
            report: event => this.report(event),
            approve: async call => {
                this.deltas.flush();
                return stop.signal.aborted ? { answer: 'withdrawn' } : this.broker.ask(call, turnId);
            },
            withdraw: toolUseId => this.broker.withdraw(toolUseId, 'Claude does not ask for it any more.'),
            history: () => this.world.recorder.history()
        };
    }

    private async report(event: RuntimeReport): Promise<void> {
        if (event.type === 'block-delta') {
            this.deltas.add(event.blockId, event.text);
            return;
        }
        this.deltas.flush();
        await this.recorded(event);
    }

    /** Records without failing: that the log is broken is told by the recorder, and stops the session. */
    private async recorded(...bodies: ClaudeEventBody[]): Promise<void> {
        try {
            await this.world.recorder.record(...bodies);
        } catch {
            this.turn?.stop.abort();
        }
    }

    private async stopTurn(why: string): Promise<void> {
        const { turn } = this;
        if (turn) {
            turn.why = why;
            this.broker.withdrawAll(why);
            turn.stop.abort();
            await turn.done;
        }
    }

    private async stopEverything(reason: string): Promise<void> {
        this.deltas.flush();
        await Promise.all([this.stopTurn(reason), this.runtime?.end()]);
        await this.eachPart(part => part.close?.());
        this.deltas.flush();
    }

    private async endOnce(reason: string): Promise<void> {
        await this.stopEverything(reason);
        await this.recorded(...endingEvents(this.conversation, reason));
    }
}

function turnEnd(outcome: TurnOutcome, turn: Turn): TurnEnd {
    switch (outcome.outcome) {
        case 'finished':
            return { outcome: 'finished', why: 'The turn has ended.' };
        case 'interrupted':
            return { outcome: 'interrupted', why: turn.why };
        case 'failed':
            return { outcome: 'failed', error: outcome.error.slice(0, 2_000), why: outcome.error.slice(0, 500) };
    }
}

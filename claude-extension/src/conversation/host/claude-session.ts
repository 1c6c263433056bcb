import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ApprovalBroker, PersonAnswer } from '../../approval/host/approval-api';
import { TurnMessage } from '../../runtime/host/runtime-api';
import { ClaudeErrors } from '../common/claude-errors';
import { ClaudeCapabilities, ClaudeEventBody, PermissionMode } from '../common/claude-events';
import { endingEvents, turnClosing } from '../domain/closing-events';
import { Conversation } from '../domain/conversation';
import { ClaudeSessionWorld } from './claude-session-world';
import { LimitPause } from './limit-pause';
import { MessageQueue } from './message-queue';
import { SessionSettings, SettingsChange } from './session-settings';
import { SessionParts } from './session-parts';
import { SessionRuntime } from './session-runtime';
import { SessionTurn } from './session-turn';
import { answerTurn } from './turn-answer';
import { turnOutcome } from './turn-outcome';

const STOPPED = 'Stopped by the user.';

/**
 * One conversation: an actor over its log. It decides on what the log says and does nothing before it is recorded; the
 * runtime only answers turns. One turn at a time; messages queue behind it, and a turn answers all that wait.
 */
export class ClaudeSession {
    private readonly broker: ApprovalBroker;
    /** What waits can be changed, taken back, and given to the turn under way. */
    readonly queue: MessageQueue;
    private readonly runtime: SessionRuntime;
    private readonly parts: SessionParts;
    private turn?: SessionTurn;
    private ending?: Promise<void>;
    /** Something is done for which no turn may begin; the end waits for it. */
    private holding?: Promise<unknown>;
    private readonly limit: LimitPause;
    private readonly settings: SessionSettings;

    constructor(private readonly world: ClaudeSessionWorld) {
        const { recorder, provider, policy } = world;
        this.broker = new ApprovalBroker(recorder, policy);
        this.settings = new SessionSettings(recorder, world.mayBypass);
        this.runtime = new SessionRuntime(() => {
            const { sessionId, folder, listed, mayBypass, mayFetchWeb, sandbox } = world;
            const may = { mayBypass, mayFetchWeb, sandbox };
            return provider.create({ sessionId, folder, listed, ...may, discovered: this.discovered });
        });
        this.parts = new SessionParts(world.parts);
        this.queue = new MessageQueue(recorder, provider, {
            changes: () => this.refuseWhenEnded(),
            messages: () => this.refuseMessages()
        });
        this.limit = new LimitPause({
            conversation: () => this.conversation,
            askAllowance: world.askAllowance,
            isQuiet: () => !this.turn && !this.ending,
            isRefused: () => this.parts.refusal !== undefined,
            record: (...bodies) => this.recorded(...bodies),
            beginTurn: () => this.beginTurn()
        });
    }

    /** What the log says. */
    get conversation(): Conversation {
        return this.world.recorder.conversation;
    }

    /**
     * Takes a message; resolves when it is on the disk. A message that was taken before is not taken again. `steer`: into
     * the turn under way, if any. Fails with `claude.ended`, `claude.no-key`, `claude.too-many-messages`, and as features say.
     */
    async sendMessage(message: TurnMessage, delivery: 'queue' | 'steer' = 'queue'): Promise<void> {
        await this.queue.take(message);
        const isWaiting = this.conversation.unanswered.some(({ messageId }) => messageId === message.messageId);
        if (delivery === 'steer' && this.turn && isWaiting) {
            await this.queue.steer(message.messageId);
        }
        await this.limit.goOn();
        this.beginTurn();
    }

    /** Takes a person's answer. Fails as {@link ApprovalBroker.answer} does, and with `claude.bypass-not-allowed`. */
    async answerApproval(answer: PersonAnswer): Promise<void> {
        if (this.ending && this.conversation.state !== 'ended') {
            throw ClaudeErrors.stopping();
        }
        this.settings.checkMode(answer.mode);
        await this.broker.answer(answer);
        if (answer.answer === 'allow' && answer.mode) {
            this.modeChanged(answer.mode);
        }
        this.goOn();
    }

    /** Fails with `claude.ended`, `claude.bypass-not-allowed`, `claude.bad-folder`. */
    async changeSettings(change: SettingsChange): Promise<void> {
        this.refuseWhenEnded();
        if (await this.settings.change(change)) {
            if (this.turn) {
                await this.runtime.current.settingsChanged(this.settings.inForce);
            }
            this.watchLimit();
        }
    }

    /** Goes on by itself when the usage limit has passed that it waits for, if the person wants that. */
    watchLimit(): void {
        if (!this.ending) {
            this.limit.update();
        }
    }

    /** Tries whether the usage limit has passed that it waits for. Does nothing where it waits for none. Fails as a message does. */
    async goOnNow(): Promise<void> {
        this.refuseMessages();
        await this.limit.goOn();
    }

    /** Asks the runtime what it offers, and records that when it is new. Fails with `claude.no-key`. */
    async discoverCapabilities(): Promise<void> {
        this.refuseWhenEnded();
        const usability = await this.world.provider.check();
        if (!usability.usable) {
            throw ClaudeErrors.noKey({ reason: usability.reason });
        }
        this.refuseWhenEnded();
        this.watchMemory();
        this.discovered(await this.runtime.current.discover(this.settings.inForce));
        await this.world.recorder.flushed();
    }

    /** Stops the turn under way and resolves when it has ended. Without one, or when it has ended, it does nothing. */
    async interrupt(): Promise<void> {
        if (this.ending || this.conversation.state === 'ended') {
            return;
        }
        if (this.conversation.parked && !this.turn) {
            await this.limit.leave('interrupted');
            return;
        }
        if (this.turn || this.conversation.turnId === undefined) {
            await this.stopTurn(STOPPED);
            return;
        }
        // a turn that an earlier session host began, and that waits for an answer
        await this.world.recorder.record(...turnClosing(this.conversation, { outcome: 'interrupted', why: STOPPED }));
        this.beginTurn();
    }

    /** Runs `work` while no turn is under way; none begins before it is done. Fails with `claude.working`. */
    async whileQuiet<T>(work: () => Promise<T>): Promise<T> {
        if (this.turn || this.holding || this.conversation.turnId !== undefined) {
            throw ClaudeErrors.working();
        }
        return this.whileHeld(work);
    }

    /** Ends the session for good, and every process of it. A second call does nothing. */
    end(reason: string): Promise<void> {
        this.ending ??= this.endOnce(reason);
        return this.ending;
    }

    /**
     * Ends processes and timers and leaves the log as it is, so that a later session host goes on; what waits for a person
     * goes on waiting.
     */
    async close(reason: string): Promise<void> {
        this.ending ??= this.leave(reason);
        await this.ending;
    }

    private async whileHeld<T>(work: () => Promise<T>): Promise<T> {
        const working = Promise.resolve().then(work);
        this.holding = working;
        try {
            return await working;
        } finally {
            this.holding = undefined;
            this.beginTurn();
            this.watchLimit();
        }
    }

    private refuseWhenEnded(): void {
        if (this.ending || this.conversation.state === 'ended') {
            throw ClaudeErrors.ended();
        }
    }

    private refuseMessages(): void {
        this.refuseWhenEnded();
        this.parts.refuse();
    }

    /** Begins a turn if none is under way and a message waits. */
    private beginTurn(): void {
        const { turnId, unanswered, parked } = this.conversation;
        const isFree = !this.turn && !this.holding && !this.ending && turnId === undefined && !parked;
        if (isFree && unanswered.length > 0 && !this.parts.refusal) {
            this.run(new SessionTurn(this.turnWorld(), randomUUID()));
        }
    }

    /** Goes on with a turn that an earlier session host began, when a person has answered. */
    private goOn(): void {
        const { turnId } = this.conversation;
        if (!this.turn && !this.ending && turnId !== undefined) {
            this.run(new SessionTurn(this.turnWorld(), turnId, true));
        }
    }

    private run(turn: SessionTurn): void {
        this.turn = turn;
        turn.done = this.runTurn(turn)
            .catch((error: unknown) => this.world.log.error('claude.turn-broken', { error }))
            .finally(() => {
                this.turn = undefined;
                this.queue.endSteering();
                if (!this.world.recorder.hasFailed) {
                    this.beginTurn();
                }
            });
    }

    private async runTurn(turn: SessionTurn): Promise<void> {
        const { recorder, log } = this.world;
        const startedAtMs = performance.now();
        const context = await turn.begin();
        const { turnId, signal } = context;
        if (!context.resumed) {
            await this.parts.beforeTurn(turnId, signal);
        }
        this.watchMemory();
        const answered = await answerTurn(this.world, { turn, context, runtime: () => this.runtime.current });
        if (turn.failure !== undefined) {
            // it may not have noticed yet that its processes are gone
            await this.runtime.renew();
        }
        turn.deltas.flush();
        const outcome = await this.limit.explain(answered);
        if (turn.isAbandoned) {
            return;
        }
        if (!this.ending) {
            await this.parts.afterTurn(turnId);
        }
        const circumstance = { stoppedBecause: turn.why, isEnding: this.ending !== undefined, wentOn: turn.goesOn };
        await recorder.record(...turnOutcome(this.conversation, outcome, circumstance));
        this.watchLimit();
        const durationMs = Math.round(performance.now() - startedAtMs);
        log.info('claude.turn-ended', { outcome: outcome.outcome, durationMs });
    }

    /** What runs is watched for as long as there is something, also between turns and when an earlier host left it. */
    watchMemory(): void {
        this.world.memory?.watch({ isBusy: () => this.turn !== undefined, exceeded: this.endForMemory });
    }

    private readonly endForMemory = async (why: string, end: () => Promise<void>): Promise<void> => {
        const { turn } = this;
        if (turn) {
            turn.fail(why);
            this.broker.withdrawAll(why);
            await end();
        } else if (!this.holding) {
            // none begins before all is ended, or it would be ended with it
            await this.whileHeld(async () => {
                await this.recorded({ type: 'notice', level: 'warning', text: why });
                await Promise.all([this.runtime.renew(), end()]);
            });
        }
    };

    private turnWorld() {
        const { recorder, picture, keepPicture } = this.world;
        const { broker, queue, modeChanged } = this;
        return {
            recorder,
            picture,
            keepPicture,
            broker,
            queue,
            why: STOPPED,
            settings: () => this.settings.inForce,
            modeChanged
        };
    }

    private readonly modeChanged = (permissionMode: PermissionMode): void =>
        void this.settings.take({ permissionMode }).catch(() => this.turn?.stop.abort());

    private readonly discovered = (capabilities: ClaudeCapabilities): void => {
        const isNews = !isDeepStrictEqual(capabilities, this.conversation.capabilities);
        if (isNews && !this.ending && this.conversation.state !== 'ended') {
            void this.recorded({ type: 'capabilities-discovered', capabilities });
        }
    };

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

    private async leave(reason: string): Promise<void> {
        const { turn } = this;
        if (!turn || !this.conversation.waitsForPerson) {
            return this.stopEverything(reason);
        }
        this.limit.stop();
        turn.abandon();
        this.broker.abandon();
        await Promise.all([turn.done, this.runtime.end(), this.world.memory?.stop()]);
        await this.parts.close();
    }

    private async stopEverything(reason: string): Promise<void> {
        this.limit.stop();
        this.turn?.deltas.flush();
        await Promise.all([this.stopTurn(reason), this.runtime.end(), this.world.memory?.stop()]);
        await Promise.allSettled([this.holding]);
        await this.parts.close();
    }

    private async endOnce(reason: string): Promise<void> {
        await this.stopEverything(reason);
        await this.recorded(...endingEvents(this.conversation, reason));
    }
}

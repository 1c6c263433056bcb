import { randomUUID } from 'node:crypto';
import { SessionAllowance } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { TurnOutcome } from '../../runtime/host/runtime-api';
import { ClaudeEventBody } from '../common/claude-events';
import { Conversation } from '../domain/conversation';
import { LimitWatch } from './limit-watch';

/** Said in the person's name when a limit has passed. */
const GO_ON = 'The usage limit has passed. Go on.';

/** What a pause needs of its session. */
export interface PausedSession {
    readonly conversation: () => Conversation;
    /** See `LimitWatchWorld`. */
    readonly askAllowance?: () => Promise<SessionAllowance | undefined>;
    /** Whether no turn is under way, and the session goes on. */
    isQuiet(): boolean;
    /** Whether no turn may begin, though the session goes on. */
    isRefused(): boolean;
    /** Never rejects. */
    record(...bodies: ClaudeEventBody[]): Promise<void>;
    /** Begins a turn if a message waits and none is under way. */
    beginTurn(): void;
}

/** A session that a usage limit has stopped: waits for the limit to pass, and takes up what it kept from being answered. */
export class LimitPause {
    private readonly watch: LimitWatch;

    constructor(private readonly session: PausedSession) {
        const { conversation, askAllowance } = session;
        this.watch = new LimitWatch({
            conversation,
            askAllowance,
            goOn: () => void this.goOn(),
            parkedAnew: parked => session.record({ type: 'parked', ...parked })
        });
    }

    /** See {@link LimitWatch.explain}. */
    explain(outcome: TurnOutcome): Promise<TurnOutcome> {
        return this.watch.explain(outcome);
    }

    /** Waits as the session says now; called whenever it was parked, or its settings were changed. */
    update(): void {
        if (this.session.isRefused()) {
            this.watch.stop();
        } else {
            this.watch.update();
        }
    }

    /** Waits no more. */
    stop(): void {
        this.watch.stop();
    }

    /** The limit has passed, or a person tries whether it has. Does nothing where the session waits for none. Never rejects. */
    async goOn(): Promise<void> {
        const { session } = this;
        if (!session.isQuiet() || session.isRefused() || !session.conversation().parked) {
            return;
        }
        await this.leave('idle');
        if (session.conversation().unanswered.length === 0 && session.isQuiet()) {
            await session.record({ type: 'user-message', messageId: randomUUID(), text: GO_ON });
        }
        session.beginTurn();
    }

    /** The session waits for no limit any more. */
    async leave(state: 'idle' | 'interrupted'): Promise<void> {
        this.watch.stop();
        await this.session.record({ type: 'unparked' }, { type: 'state-changed', state });
    }
}

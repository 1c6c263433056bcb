import { ApprovalBroker, onlyLooks } from '../../approval/host/approval-api';
import { ApprovalAnswer, ToolCall } from '../../approval/common/approval';
import { KeptPicture, Picture, RuntimeReport, TurnContext } from '../../runtime/host/runtime-api';
import { ClaudeSettings, PermissionMode } from '../common/claude-events';
import { DeltaGatherer } from './delta-gatherer';
import { EventRecorder } from './event-recorder';
import { MessageQueue } from './message-queue';
import { ToolAliases } from './tool-aliases';

/** What a turn needs of its session. */
export interface SessionTurnWorld {
    readonly recorder: EventRecorder;
    readonly broker: ApprovalBroker;
    readonly queue: MessageQueue;
    readonly picture: (attachmentId: string) => Promise<Picture>;
    readonly keepPicture: (name: string, dataBase64: string) => Promise<KeptPicture>;
    /** As they hold now. */
    readonly settings: () => ClaudeSettings;
    readonly modeChanged: (mode: PermissionMode) => void;
    /** Why it is stopped, unless something else is said; for people. */
    readonly why: string;
}

/** A turn under way: what its runtime is given, and how it reaches the log. */
export class SessionTurn {
    readonly stop = new AbortController();
    readonly deltas: DeltaGatherer;
    /** Why it was stopped, for people. */
    why: string;
    done: Promise<void> = Promise.resolve();
    private broken?: string;
    private abandoned = false;
    private readonly aliases?: ToolAliases;

    /** `goesOn`: an earlier session host began it, and it waited for a person. */
    constructor(
        private readonly world: SessionTurnWorld,
        private readonly turnId: string,
        readonly goesOn = false
    ) {
        this.why = world.why;
        this.aliases = goesOn ? new ToolAliases(world.recorder.conversation) : undefined;
        this.deltas = new DeltaGatherer((blockId, text) => void this.record({ type: 'block-delta', blockId, text }));
    }

    /** Its end is left to a later session host; nothing of it is recorded any more. */
    get isAbandoned(): boolean {
        return this.abandoned;
    }

    /** Why it cannot go on, for people; whatever its runtime says of its end. */
    get failure(): string | undefined {
        return this.broken;
    }

    /** Stops it, so that it ends as failed. */
    fail(why: string): void {
        this.broken = why;
        this.why = why;
        this.stop.abort();
    }

    abandon(): void {
        this.deltas.flush();
        this.abandoned = true;
        this.stop.abort();
    }

    /** Records its beginning; resolves with what the runtime is given. */
    async begin(): Promise<TurnContext> {
        const context = this.context();
        if (!this.goesOn) {
            const { turnId } = this;
            await this.world.recorder.record(
                { type: 'turn-started', turnId },
                { type: 'state-changed', state: 'working' }
            );
        }
        return context;
    }

    private context(): TurnContext {
        const { turnId, stop, world } = this;
        const { recorder, queue } = world;
        const { conversation } = recorder;
        const { history, used } = conversation;
        return {
            turnId,
            messages: this.goesOn ? [] : [...conversation.unanswered],
            memory: history.memory,
            used,
            resumed: this.goesOn ? { calls: this.openCalls() } : undefined,
            signal: stop.signal,
            settings: () => world.settings(),
            report: event => this.report(event),
            approve: call => this.approve(call),
            withdraw: toolUseId => this.withdraw(toolUseId),
            modeChanged: mode => !this.abandoned && world.modeChanged(mode),
            onSteering: listener => queue.onSteering(listener),
            takeSteering: () => this.takeSteering(),
            picture: attachmentId => world.picture(attachmentId),
            keepPicture: (name, dataBase64) => world.keepPicture(name, dataBase64),
            history: () => recorder.history()
        };
    }

    private openCalls(): ToolCall[] {
        const { openTools } = this.world.recorder.conversation;
        return [...openTools].map(([toolUseId, { name, input }]) => ({ toolUseId, name, input }));
    }

    private async report(event: RuntimeReport): Promise<void> {
        if (event.type === 'block-delta') {
            this.deltas.add(event.blockId, event.text);
            return;
        }
        this.deltas.flush();
        const known = this.aliases ? this.aliases.event(event) : event;
        if (known) {
            await this.record(known);
        }
    }

    private async approve(call: ToolCall): Promise<ApprovalAnswer> {
        this.deltas.flush();
        return this.stop.signal.aborted
            ? { answer: 'withdrawn' }
            : this.world.broker.ask(this.aliases?.call(call) ?? call, this.turnId, this.isForPerson(call));
    }

    /** While Claude plans, a rule from the time of doing lets nothing run that may change something. */
    private isForPerson({ name }: ToolCall): boolean {
        return this.world.settings().permissionMode === 'plan' && !onlyLooks(name);
    }

    private withdraw(toolUseId: string): void {
        if (!this.abandoned) {
            this.world.broker.withdraw(
                this.aliases?.known(toolUseId) ?? toolUseId,
                'Claude does not ask for it any more.'
            );
        }
    }

    private async takeSteering() {
        if (this.stop.signal.aborted) {
            return [];
        }
        this.deltas.flush();
        try {
            return await this.world.queue.takeSteering(this.turnId);
        } catch {
            this.stop.abort();
            return [];
        }
    }

    /** Records without failing: that the log is broken is told by the recorder, and stops the session. */
    private async record(event: RuntimeReport): Promise<void> {
        if (this.abandoned) {
            return;
        }
        try {
            await this.world.recorder.record(event);
        } catch {
            this.stop.abort();
        }
    }
}

import { randomUUID } from 'node:crypto';
import type {
    CanUseTool,
    Options,
    Query,
    SDKMessage,
    SDKResultMessage,
    SDKUserMessage
} from '@anthropic-ai/claude-agent-sdk';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { ApprovalAnswer } from '../../approval/common/approval';
import { ModelTotals, usageSince } from '../../usage/host/usage-api';
import { sayFailure } from '../domain/api-failure';
import { AgentSdk } from './agent-sdk-installation';
import { AsyncQueue } from './async-queue';
import { RuntimeReport, TurnContext, TurnOutcome } from './claude-runtime';
import { isHopelessRetry, SdkMessageTranslator } from './sdk-message-translator';

/** How long Claude Code may take to stop a turn before its process is ended, in ms. */
const INTERRUPT_MS = 5_000;
/** How much of the standard error is kept for the log, in characters. */
const STDERR_CHARS = 2_000;

interface RunningTurn {
    readonly context: TurnContext;
    readonly translator: SdkMessageTranslator;
    readonly messageUuid: string;
    readonly end: (outcome: TurnOutcome) => void;
}

/** What is known of the conversation that Claude Code keeps. */
export interface RuntimeIdentity {
    runtimeSessionId: string;
    model: string;
}

/**
 * One Claude Code process: one long `query()` that is given messages one after the other. When it is gone it stays gone;
 * the next message takes a new one that resumes the conversation.
 */
export class ClaudeCodeProcess {
    private readonly input = new AsyncQueue<SDKUserMessage>();
    private readonly query: Query;
    private turn?: RunningTurn;
    private totals: ModelTotals = {};
    private stderr = '';
    private gone = false;
    private lostConversation = false;
    /** Resolves when the SDK has let go of the process. */
    readonly exited: Promise<void>;

    constructor(
        sdk: AgentSdk,
        options: Options,
        private readonly log: StructuredLog,
        /** Told when Claude Code says under which name, and with which model, it goes on. */
        private readonly identified: (identity: RuntimeIdentity) => RuntimeReport[]
    ) {
        this.query = sdk.query({
            prompt: this.input,
            options: {
                ...options,
                canUseTool: this.canUseTool,
                stderr: text => (this.stderr = (this.stderr + text).slice(-STDERR_CHARS))
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

    /** Runs a turn. Never rejects. */
    async runTurn(context: TurnContext): Promise<TurnOutcome> {
        const { promise, end } = outcomeOf();
        const messageUuid = randomUUID();
        this.turn = { context, translator: new SdkMessageTranslator(context.turnId), messageUuid, end };
        const stop = (): void => void this.stop();
        context.signal.addEventListener('abort', stop, { once: true });
        this.input.push(userMessage(context, messageUuid));
        if (context.signal.aborted) {
            stop();
        }
        if (this.gone) {
            end(this.lost());
        }
        const outcome = await promise;
        context.signal.removeEventListener('abort', stop);
        this.turn = undefined;
        return context.signal.aborted ? { outcome: 'interrupted' } : outcome;
    }

    /** Ends the process; a turn under way ends. */
    close(): void {
        this.gone = true;
        this.input.close();
        this.query.close();
        this.turn?.end(this.lost());
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
        const { answer, message } = await context.approve({ toolUseId, name: name.slice(0, 200), input });
        signal.removeEventListener('abort', withdraw);
        if (answer === 'allow' && !context.signal.aborted) {
            // the start is on the disk before it happens, so that a restart knows of it
            await this.report(turn, translator.start(toolUseId));
            return { behavior: 'allow', updatedInput: input };
        }
        const said = refusal(answer, message);
        void this.report(turn, translator.deny(toolUseId, said));
        return { behavior: 'deny', message: said };
    };

    /** Reads what Claude Code says until it is gone. Never rejects. */
    private async read(): Promise<void> {
        try {
            for await (const message of this.query) {
                this.take(message);
            }
        } catch (error) {
            this.log.warn('claude.process-failed', { error, stderr: this.stderr.length });
        }
        this.gone = true;
        this.turn?.end(this.lost());
    }

    private take(message: SDKMessage): void {
        const { turn } = this;
        if (message.type === 'system' && message.subtype === 'init') {
            const reports = this.identified({ runtimeSessionId: message.session_id, model: message.model });
            if (turn) {
                void this.report(turn, reports);
            }
        }
        if (!turn) {
            return;
        }
        if (isHopelessRetry(message)) {
            turn.end({ outcome: 'failed', error: sayFailure({ status: message.error_status ?? undefined }) });
            this.close();
            return;
        }
        void this.report(turn, turn.translator.translate(message));
        if (isUnknownConversation(message)) {
            this.lostConversation = true;
            this.close();
            return;
        }
        if (message.type === 'result' && answers(message, turn.messageUuid)) {
            void this.report(turn, usageSince(this.totals, message.modelUsage));
            this.totals = message.modelUsage;
            turn.end(outcomeFrom(message));
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

    private lost(): TurnOutcome {
        const why = this.stderr.trim().split('\n').at(-1) ?? '';
        const said = 'Claude Code has ended unexpectedly. What was said is kept; send a message to go on.';
        return { outcome: 'failed', error: why ? `${said} (${why.slice(0, 500)})` : said };
    }
}

function refusal(answer: ApprovalAnswer['answer'], message?: string): string {
    if (answer !== 'deny') {
        return 'Not run: the turn was stopped.';
    }
    return message ? `The user refused: ${message}` : 'The user refused this.';
}

function outcomeOf(): { promise: Promise<TurnOutcome>; end: (outcome: TurnOutcome) => void } {
    let end: (outcome: TurnOutcome) => void = () => undefined;
    const promise = new Promise<TurnOutcome>(resolve => (end = resolve));
    return { promise, end };
}

function userMessage({ messages }: TurnContext, uuid: string): SDKUserMessage {
    return {
        type: 'user',
        uuid: uuid as SDKUserMessage['uuid'],
        parent_tool_use_id: null,
        message: { role: 'user', content: messages.map(({ text }) => ({ type: 'text', text })) }
    };
}

/** Claude Code may end turns that nobody asked for (a task that told of its end); those are not ours. */
function answers(result: SDKResultMessage, messageUuid: string): boolean {
    return result.user_message_uuids === undefined || result.user_message_uuids.includes(messageUuid);
}

/** Claude Code 2.1 says it by this sentence only. */
function isUnknownConversation(message: SDKMessage): boolean {
    return (
        message.type === 'result' &&
        message.subtype !== 'success' &&
        message.errors.some(error => error.startsWith('No conversation found with session ID'))
    );
}

function outcomeFrom(result: SDKResultMessage): TurnOutcome {
    if (result.subtype === 'success') {
        return result.is_error ? { outcome: 'failed', error: result.result } : { outcome: 'finished' };
    }
    return { outcome: 'failed', error: result.errors.join('\n') || 'Claude Code could not finish this turn.' };
}

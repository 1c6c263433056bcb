import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Anthropic, AnthropicError } from '@anthropic-ai/sdk';
import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { endMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { ToolCall } from '../../approval/common/approval';
import { ClaudeCapabilities, ClaudeSettings } from '../../conversation/common/claude-events';
import { Confinement, protectedPaths, Sandbox } from '../../sandbox/host/sandbox-api';
import { projectMessages } from '../domain/message-projection';
import { sayFailure, usageLimitOf } from '../domain/api-failure';
import { MESSAGES_API_MODELS } from '../domain/models';
import { ClaudeRuntime, RuntimeSession, TurnContext, TurnOutcome } from './claude-runtime';
import { asApiFailure, messagesClient, RetryListener } from './messages-client';
import { Compactor } from './compactor';
import { messagesApiCapabilities } from './messages-api-capabilities';
import { withPictures } from './message-pictures';
import { MessageStreamReporter } from './message-stream-reporter';
import { SessionShell } from './shell/session-shell';
import { ToolRunner } from './tools/tool-runner';
import { SessionFolder } from './tools/session-folder';
import { Toolbox } from './tools/toolbox';
import { sessionMark } from './process-environment';

/** The longest reply, in tokens. */
const MAX_REPLY_TOKENS = 16_000;
/** How many replies one turn may take before a person has to say that it may go on. */
const MAX_ROUNDS = 100;

/** How long to wait before a reply that broke off is asked for again, in ms; then it is given up. */
const BREAK_DELAYS_MS = [500, 1_500, 4_000];

const NO_TOOL = { type: 'none' } as const;

type Effort = NonNullable<Anthropic.OutputConfig['effort']>;

/** What a Messages API runtime needs from the world. */
export interface MessagesApiWorld {
    readonly session: RuntimeSession;
    /** As it is now. */
    readonly meter: () => MeterAccess;
    /** For the commands that Claude runs. */
    readonly environment: Record<string, string>;
    /** Where they are run; absent: none are. */
    readonly shell?: SessionShell;
    readonly log: StructuredLog;
    readonly sandbox: Sandbox;
}

/** Where tools work, and what confines what they start. */
interface Ground {
    readonly folder: SessionFolder;
    readonly confinement: Confinement;
}

/**
 * Claude by the Messages API, with a tool loop of our own. The log of the session is its only memory: each turn is asked
 * with what the log says, so that there is nothing to resume.
 */
export class MessagesApiRuntime implements ClaudeRuntime {
    private readonly ended = new AbortController();
    private hasTold = false;

    constructor(private readonly world: MessagesApiWorld) {}

    /** As the operator has it now. */
    private get toolbox(): Toolbox {
        const { session, shell } = this.world;
        // pages are fetched by this process, which no sandbox holds back
        const web = session.mayFetchWeb() && session.sandbox().egress === undefined;
        return Toolbox.with({ shell: shell !== undefined, web });
    }

    async runTurn(context: TurnContext): Promise<TurnOutcome> {
        const signal = AbortSignal.any([context.signal, this.ended.signal]);
        try {
            return await this.loop(context, signal);
        } catch (error) {
            if (signal.aborted) {
                return { outcome: 'interrupted' };
            }
            if (!(error instanceof AnthropicError)) {
                this.world.log.error('claude.turn-broken', { error });
                return { outcome: 'failed', error: error instanceof Error ? error.message : String(error) };
            }
            const failure = asApiFailure(error);
            this.world.log.warn('claude.turn-failed', {
                runtime: 'messages-api',
                status: failure.status,
                kind: nameOf(error)
            });
            return { outcome: 'failed', error: sayFailure(failure), limit: usageLimitOf(failure, Date.now()) };
        }
    }

    /** Each request is made with the settings of its moment. */
    async settingsChanged(): Promise<void> {}

    async discover(): Promise<ClaudeCapabilities> {
        const client = messagesClient(this.world.meter(), this.world.session.sessionId, () => undefined);
        return messagesApiCapabilities(client, this.world.session.mayBypass());
    }

    async end(): Promise<void> {
        this.ended.abort();
        const { shell, log, session } = this.world;
        try {
            await shell?.end('what its Claude session had started was ended');
        } catch (error) {
            // its processes bear the mark as well
            log.warn('claude.terminal-not-ended', { error });
        }
        await endMarkedProcesses(sessionMark(session.sessionId));
    }

    private async loop(context: TurnContext, signal: AbortSignal): Promise<TurnOutcome> {
        let ground = await this.ground(context);
        const prompt = (): string => systemPrompt(ground, context.settings().permissionMode === 'plan');
        await this.runCalls(context.resumed?.calls ?? [], ground, context, signal);
        signal.throwIfAborted();
        void this.tellCapabilities();
        const compactor = new Compactor(context, (messages, onRetry) =>
            this.stream(
                { ...this.request(messages, prompt(), context.settings()), tool_choice: NO_TOOL },
                onRetry,
                signal
            )
        );
        for (let round = 0; round < MAX_ROUNDS; round++) {
            ground = await this.ground(context, ground);
            await compactor.makeRoom(modelOf(context.settings()), signal);
            const message = await this.ask(context, prompt(), signal);
            const calls = message.content.filter(block => block.type === 'tool_use');
            const goesOn = message.stop_reason === 'tool_use' || message.stop_reason === 'pause_turn';
            const wanted = calls.map(({ id, name, input }) => ({
                toolUseId: id,
                name,
                input: input as Record<string, unknown>
            }));
            await this.runCalls(goesOn ? wanted : [], ground, context, signal);
            signal.throwIfAborted();
            const steering = await context.takeSteering();
            if (!goesOn && steering.length === 0) {
                return this.conclude(message, calls.length > 0, context);
            }
        }
        return {
            outcome: 'failed',
            error: `Claude was stopped after ${MAX_ROUNDS} steps. Send a message to let it go on.`
        };
    }

    /**
     * The folders as they are now, and the sandbox for them; that of `before`, as long as they are the same. Fails with what
     * the system says when the folder of the session is not there, and with `claude.not-sandboxed`.
     */
    private async ground(context: TurnContext, before?: Ground): Promise<Ground> {
        const { session, sandbox } = this.world;
        const protects = protectedPaths(session.sandbox());
        const folder = await SessionFolder.open(session.folder, context.settings().additionalFolders, protects);
        if (before && isDeepStrictEqual(before.folder, folder)) {
            return before;
        }
        const { sessionId } = session;
        const confinement = await sandbox.enter({ sessionId, folders: folder.all }, session.sandbox());
        return { folder, confinement };
    }

    private async runCalls(
        calls: readonly ToolCall[],
        ground: Ground,
        context: TurnContext,
        signal: AbortSignal
    ): Promise<void> {
        const { environment, shell } = this.world;
        const tools = new ToolRunner(this.toolbox, { ...ground, environment, shell, signal }, context);
        for (const call of calls) {
            await tools.run(call);
        }
    }

    /** Once it is known what the models can do, that is told; a turn does not wait for it. Never rejects. */
    private async tellCapabilities(): Promise<void> {
        if (this.hasTold) {
            return;
        }
        this.hasTold = true;
        try {
            this.world.session.discovered(await this.discover());
        } catch (error) {
            // the next turn tries again
            this.hasTold = false;
            this.world.log.debug('claude.capabilities-not-told', { kind: nameOf(error) });
        }
    }

    /**
     * One reply. When the connection breaks off in the middle, as when the gateway is started again, it is asked for
     * anew and stands in the place of what had come. The person is told once of each break, not of each try after it.
     */
    private async ask(context: TurnContext, prompt: string, signal: AbortSignal): Promise<Anthropic.Message> {
        const messages = await withPictures(projectMessages(await context.history()), context);
        const request = this.request(messages, prompt, context.settings());
        const warn = (text: string): void => void context.report({ type: 'notice', level: 'warning', text });
        let isBroken = false;
        const onRetry = (text: string, status?: number): void => {
            if (status !== undefined || !isBroken) {
                warn(text);
            }
            isBroken ||= status === undefined;
        };
        let broken: MessageStreamReporter | undefined;
        for (const delayMs of BREAK_DELAYS_MS) {
            const reply = new MessageStreamReporter(context, broken);
            try {
                return await reply.report(this.stream(request, onRetry, signal));
            } catch (error) {
                if (signal.aborted || !(error instanceof AnthropicError) || asApiFailure(error).status !== undefined) {
                    throw error;
                }
                if (reply.hasBegun || !isBroken) {
                    warn('The connection to Claude broke off. Asking again.');
                }
                isBroken = true;
                broken = reply.hasBegun ? reply : broken;
                await sleep(delayMs, undefined, { signal });
            }
        }
        return new MessageStreamReporter(context, broken).report(this.stream(request, onRetry, signal));
    }

    private request(
        messages: Anthropic.MessageParam[],
        prompt: string,
        settings: ClaudeSettings
    ): Anthropic.MessageStreamParams {
        const { effort, thinking } = settings;
        return {
            model: modelOf(settings),
            max_tokens: MAX_REPLY_TOKENS,
            cache_control: { type: 'ephemeral' },
            system: prompt,
            messages,
            tools: this.toolbox.declarations(),
            ...(effort && { output_config: { effort: effort as Effort } }),
            ...(thinking !== undefined && { thinking: { type: thinking ? 'adaptive' : 'disabled' } })
        };
    }

    private stream(request: Anthropic.MessageStreamParams, onRetry: RetryListener, signal: AbortSignal) {
        const client = messagesClient(this.world.meter(), this.world.session.sessionId, onRetry);
        return client.messages.stream(request, { signal });
    }

    private conclude(message: Anthropic.Message, callsLeft: boolean, context: TurnContext): TurnOutcome {
        switch (message.stop_reason) {
            case 'max_tokens':
            case 'model_context_window_exceeded': {
                const calls = callsLeft ? ' The tools that it wanted to call were not run.' : '';
                const text = `The reply reached its greatest length and was cut.${calls} Send "go on" for the rest.`;
                void context.report({ type: 'notice', level: 'warning', text });
                return { outcome: 'finished' };
            }
            case 'refusal':
                void context.report({ type: 'notice', level: 'warning', text: 'Claude declined to answer that.' });
                return { outcome: 'finished' };
            default:
                return { outcome: 'finished' };
        }
    }
}

function modelOf({ model = MESSAGES_API_MODELS[0] }: ClaudeSettings): string {
    return model;
}

/** What the API says may quote the conversation, which is not for the log. */
function nameOf(error: unknown): string {
    return error instanceof Error ? error.name : typeof error;
}

function systemPrompt({ folder, confinement }: Ground, isPlanning: boolean): string {
    const { root, added } = folder;
    const more = added.length > 0 ? [`You may also use these folders, by absolute paths: ${added.join(', ')}`] : [];
    const planning = isPlanning
        ? ['Now you only plan: look around, change nothing, and show your plan with propose_plan before anything else.']
        : [];
    return [
        'You are Claude, working as a software engineer beside a person, inside an IDE.',
        `The folder of this session is ${root}. Paths are relative to it.`,
        ...more,
        'Use the tools to look before you answer and to do what is asked. Reading needs no permission; the person is asked',
        'before a command is run or a file is written, and may refuse: then do not try again, ask how to go on.',
        'Answer briefly, in Markdown. Name files by their paths. Say plainly what you did and what you could not do.',
        ...(confinement.told ? [confinement.told] : []),
        ...planning
    ].join('\n');
}

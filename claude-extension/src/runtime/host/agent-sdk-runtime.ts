import type { Options } from '@anthropic-ai/claude-agent-sdk';
import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { endMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { CLAUDE_CODE_MODELS } from '../domain/models';
import { retell } from '../domain/retelling';
import { AgentSdkInstallation } from './agent-sdk-installation';
import { ClaudeCodeProcess, RuntimeIdentity } from './claude-code-process';
import { ClaudeRuntime, RuntimeReport, RuntimeSession, TurnContext, TurnOutcome } from './claude-runtime';
import { claudeCodeEnvironment, sessionMark } from './process-environment';

/** A process that has had nothing to do for that long is ended; it holds some 200 MB. The next message resumes. */
const IDLE_MS = 10 * 60_000;

/** Tools that need what this form has not got: a question form, a plan view, turns that nobody asked for. */
const LEFT_OUT = [
    'AskUserQuestion',
    'EnterPlanMode',
    'ExitPlanMode',
    'EnterWorktree',
    'ExitWorktree',
    'CronCreate',
    'CronDelete',
    'CronList',
    'ScheduleWakeup',
    'Monitor',
    'Workflow',
    'ListAgents',
    'SendMessage'
];

/** What a Claude Code runtime needs from the world. */
export interface AgentSdkWorld {
    readonly session: RuntimeSession;
    readonly installation: AgentSdkInstallation;
    /** As it is now. */
    readonly meter: () => MeterAccess;
    /** Of the person; a small part of it is given to Claude Code. */
    readonly environment: Record<string, string | undefined>;
    readonly log: StructuredLog;
    /** Default 10 minutes; for tests. */
    readonly idleMs?: number;
}

/**
 * Claude Code through its SDK. There is one process at most; it is started by the first turn, ended after an idle time,
 * and what it knew is resumed by name from Claude Code's own transcript.
 */
export class AgentSdkRuntime implements ClaudeRuntime {
    private running?: { process: ClaudeCodeProcess; meterJson: string };
    private identity?: RuntimeIdentity;
    private resumable?: string;
    private idleTimer?: NodeJS.Timeout;
    private ended = false;

    constructor(private readonly world: AgentSdkWorld) {
        this.resumable = world.session.runtimeSessionId;
    }

    async runTurn(context: TurnContext): Promise<TurnOutcome> {
        clearTimeout(this.idleTimer);
        try {
            const process = await this.process();
            const outcome = await process.runTurn(context);
            if (process.isGone) {
                await this.endAll();
            }
            return process.hasLostConversation ? await this.beginAnew(context) : outcome;
        } catch (error) {
            this.world.log.error('claude.process-not-started', { error });
            const why = error instanceof Error ? error.message : String(error);
            return { outcome: 'failed', error: `Claude Code could not be started: ${why.slice(0, 1_000)}` };
        } finally {
            this.armIdleTimer();
        }
    }

    async end(): Promise<void> {
        this.ended = true;
        await this.endAll();
    }

    /** Claude Code deletes old transcripts, 30 days by default; ours is still there. */
    private async beginAnew(context: TurnContext): Promise<TurnOutcome> {
        this.resumable = undefined;
        const text =
            'Claude Code has no record of this conversation any more. It begins anew with what Dispatch has recorded.';
        void context.report({ type: 'notice', level: 'warning', text });
        const told = retell(await context.history());
        const process = await this.process();
        const messages = told ? [{ messageId: '', text: told }, ...context.messages] : context.messages;
        return process.runTurn({ ...context, messages });
    }

    /** The process that is there, or a new one. A meter that has moved means a new one. */
    private async process(): Promise<ClaudeCodeProcess> {
        const meterJson = JSON.stringify(this.world.meter());
        if (this.running && (this.running.process.isGone || this.running.meterJson !== meterJson)) {
            await this.letGo();
        }
        if (!this.running) {
            const sdk = await this.world.installation.load();
            const process = new ClaudeCodeProcess(sdk, this.options(), this.world.log, identity =>
                this.identified(identity)
            );
            this.running = { process, meterJson };
            this.world.log.info('claude.process-started', { resumed: this.resumable !== undefined });
        }
        return this.running.process;
    }

    private options(): Options {
        const { session, environment, meter } = this.world;
        return {
            cwd: session.folder,
            env: claudeCodeEnvironment(environment, session.sessionId, meter()),
            model: session.model === CLAUDE_CODE_MODELS[0] ? undefined : session.model,
            resume: this.resumable,
            systemPrompt: { type: 'preset', preset: 'claude_code' },
            // what a repository brings along (.claude, .mcp.json) is not read: nobody has said that it is trusted
            settingSources: ['user'],
            strictMcpConfig: true,
            permissionMode: 'default',
            disallowedTools: LEFT_OUT,
            includePartialMessages: true
        };
    }

    private identified(identity: RuntimeIdentity): RuntimeReport[] {
        const { runtimeSessionId, model } = identity;
        const known = this.identity?.runtimeSessionId === runtimeSessionId && this.identity.model === model;
        this.identity = identity;
        this.resumable = runtimeSessionId;
        return known ? [] : [{ type: 'runtime-session', runtimeSessionId, model }];
    }

    /** Ends the process. What it started and left running, like a server for development, goes on. */
    private async letGo(): Promise<void> {
        clearTimeout(this.idleTimer);
        const process = this.running?.process;
        this.running = undefined;
        process?.close();
        await process?.exited;
    }

    /** Ends the process with everything that it ever started. */
    private async endAll(): Promise<void> {
        const letGo = this.letGo();
        await endMarkedProcesses(sessionMark(this.world.session.sessionId));
        await letGo;
    }

    private armIdleTimer(): void {
        if (!this.ended && this.running) {
            this.idleTimer = setTimeout(() => void this.letGo(), this.world.idleMs ?? IDLE_MS);
            this.idleTimer.unref();
        }
    }
}

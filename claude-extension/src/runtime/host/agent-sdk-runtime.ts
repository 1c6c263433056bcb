import { resolve } from 'node:path';
import type { HookCallback, Options } from '@anthropic-ai/claude-agent-sdk';
import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { endMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { ClaudeCapabilities, ClaudeSettings } from '../../conversation/common/claude-events';
import { RuntimeMemory } from '../../conversation/domain/turn-history';
import { Confinement, EDITS, protectedPaths, Sandbox, whyProtected } from '../../sandbox/host/sandbox-api';
import { retell } from '../domain/retelling';
import { AgentSdkInstallation } from './agent-sdk-installation';
import { ClaudeCodeProcess, modelName } from './claude-code-process';
import { RuntimeIdentity } from './claude-code-start';
import {
    ClaudeRuntime,
    RuntimeReport,
    RuntimeSession,
    TrustedFolders,
    TurnContext,
    TurnOutcome
} from './claude-runtime';
import { ownMcpServers } from './own-mcp-servers';
import { claudeCodeEnvironment, sessionMark } from './process-environment';

/** A process that has had nothing to do for that long is ended; it holds some 200 MB. The next message resumes. */
const IDLE_MS = 10 * 60_000;

/** Tools that need what this form has not got: turns that nobody asked for, and folders that nobody chose. */
const LEFT_OUT = [
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

/** Claude Code takes up settings that change while it runs; those of a repository were not trusted. The next turn asks. */
const KEPT_AS_TRUSTED: Options['hooks'] = {
    ConfigChange: [
        {
            hooks: [
                async input =>
                    input.hook_event_name === 'ConfigChange' && input.source !== 'policy_settings'
                        ? { decision: 'block', reason: 'Changed settings are looked at before the next turn.' }
                        : {}
            ]
        }
    ]
};

/** What a Claude Code runtime needs from the world. */
export interface AgentSdkWorld {
    readonly session: RuntimeSession;
    readonly installation: AgentSdkInstallation;
    /** As it is now. */
    readonly meter: () => MeterAccess;
    /** Of the person; a small part of it is given to Claude Code. */
    readonly environment: Record<string, string | undefined>;
    readonly log: StructuredLog;
    readonly trusts: TrustedFolders;
    readonly sandbox: Sandbox;
    /** Told when the API does not accept the sign-in of the person. */
    readonly signInRefused?: () => void;
    /** Default 10 minutes; for tests. */
    readonly idleMs?: number;
}

/**
 * Claude Code through its SDK. There is one process at most; it is started by the first turn, ended after an idle time,
 * and what it knew is resumed by name from Claude Code's own transcript.
 */
export class AgentSdkRuntime implements ClaudeRuntime {
    private running?: { process: ClaudeCodeProcess; launched: string };
    private identity?: RuntimeIdentity;
    private idleTimer?: NodeJS.Timeout;
    private ended = false;
    /** Turns under way, and questions for what it offers; while there are any, the process is not idle. */
    private users = 0;
    /** Processes are started one after the other. */
    private starting: Promise<unknown> = Promise.resolve();

    constructor(private readonly world: AgentSdkWorld) {}

    async runTurn(context: TurnContext): Promise<TurnOutcome> {
        this.users++;
        try {
            const process = await this.process(context.settings(), context.memory, true);
            const outcome = context.memory ? await process.runTurn(context) : await this.beginAnew(process, context);
            if (process.isGone) {
                await this.endAll();
            }
            return process.hasLostConversation ? await this.recall(context) : outcome;
        } catch (error) {
            if (context.signal.aborted) {
                return { outcome: 'interrupted' };
            }
            this.world.log.error('claude.process-not-started', { error });
            const why = error instanceof Error ? error.message : String(error);
            return { outcome: 'failed', error: `Claude Code could not be started: ${why.slice(0, 1_000)}` };
        } finally {
            this.users--;
            this.armIdleTimer();
        }
    }

    async settingsChanged(settings: ClaudeSettings): Promise<void> {
        await this.running?.process.adapt(settings);
    }

    async discover(settings: ClaudeSettings): Promise<ClaudeCapabilities> {
        this.users++;
        try {
            const process = await this.process(settings, undefined, false);
            return await process.capabilities(this.world.session.mayBypass());
        } finally {
            this.users--;
            this.armIdleTimer();
        }
    }

    async end(): Promise<void> {
        this.ended = true;
        await this.endAll();
    }

    /** Claude Code deletes old transcripts, 30 days by default; ours is still there. */
    private async recall(context: TurnContext): Promise<TurnOutcome> {
        const text =
            'Claude Code has no record of this conversation any more. It begins anew with what Dispatch has recorded.';
        void context.report({ type: 'notice', level: 'warning', text });
        return this.beginAnew(await this.process(context.settings(), undefined, true), context);
    }

    private async beginAnew(process: ClaudeCodeProcess, context: TurnContext): Promise<TurnOutcome> {
        const told = retell(await context.history());
        const messages = told ? [{ messageId: '', text: told }, ...context.messages] : context.messages;
        return process.runTurn({ ...context, messages });
    }

    /** The process that is there and fits, or a new one. `forTurn`: it must remember exactly what `memory` says. */
    private process(settings: ClaudeSettings, memory: RuntimeMemory | undefined, forTurn: boolean) {
        const process = this.starting.then(() => this.fittingProcess(settings, memory, forTurn));
        this.starting = process.catch(() => undefined);
        return process;
    }

    /** A meter that has moved, trust given or lost, and settings that are only taken at the start, mean a new one. */
    private async fittingProcess(settings: ClaudeSettings, memory: RuntimeMemory | undefined, forTurn: boolean) {
        const { meter, session, trusts } = this.world;
        const trusted = await trusts.findTrusted(session.folder, settings.additionalFolders);
        const launched = JSON.stringify([meter(), trusted ?? null, session.sandbox(), ...this.startSettings(settings)]);
        const running = this.running;
        if (running && (running.process.isGone || (forTurn && !this.fits(running, launched, memory)))) {
            await this.letGo();
        }
        if (this.running) {
            await this.running.process.adapt(settings);
            return this.running.process;
        }
        return this.start(settings, memory, { launched, trusted: trusted !== undefined });
    }

    private fits(
        { process, launched }: { process: ClaudeCodeProcess; launched: string },
        wished: string,
        memory?: RuntimeMemory
    ) {
        const remembers = memory
            ? !memory.fork && process.hasBegun && memory.runtimeSessionId === this.identity?.runtimeSessionId
            : !process.hasBegun;
        return launched === wished && remembers;
    }

    private async start(
        settings: ClaudeSettings,
        memory: RuntimeMemory | undefined,
        { launched, trusted }: { launched: string; trusted: boolean }
    ) {
        const { log, environment, meter, session, sandbox } = this.world;
        const { sessionId, folder } = session;
        const folders = [folder, ...(settings.additionalFolders ?? [])];
        const meterUrl = meter().hasKey ? meter().url : undefined;
        const confinement = await sandbox.enter({ sessionId, folders, meterUrl }, session.sandbox());
        const sdk = await this.world.installation.load();
        const mcpServers = await ownMcpServers(environment, log);
        if (this.ended) {
            throw new Error('the session has ended');
        }
        const options = {
            ...this.options(settings, memory, confinement),
            ...sources(trusted, meter()),
            hooks: {
                PreToolUse: [{ matcher: Object.keys(EDITS).join('|'), hooks: [this.refuseProtected] }],
                ...(trusted && KEPT_AS_TRUSTED)
            },
            mcpServers,
            // the secrets of servers stay off the command line
            mcpServersDelivery: 'initialize' as const
        };
        const offersMore = (): void => void this.tellCapabilities(process);
        const { signInRefused } = this.world;
        const how = { bySignIn: !meter().hasKey, confinement, offersMore, signInRefused };
        const identified = (identity: RuntimeIdentity): RuntimeReport[] => this.identified(identity);
        const process: ClaudeCodeProcess = new ClaudeCodeProcess(sdk, options, log, identified, how);
        this.running = { process, launched };
        log.info('claude.process-started', { resumed: memory !== undefined, trusted, sandbox: confinement.state.kind });
        void this.tellCapabilities(process);
        return process;
    }

    private async tellCapabilities(process: ClaudeCodeProcess): Promise<void> {
        const { session, log } = this.world;
        try {
            session.discovered(await process.capabilities(session.mayBypass()));
        } catch (error) {
            // it has ended before it could say; the next one says it
            log.debug('claude.capabilities-not-told', { error });
        }
    }

    /** What Claude Code takes at its start only. */
    private startSettings({ additionalFolders, effort, thinking, permissionMode }: ClaudeSettings) {
        const bypasses = permissionMode === 'bypassPermissions' && this.world.session.mayBypass();
        return [additionalFolders, effort, thinking, bypasses] as const;
    }

    private options(
        settings: ClaudeSettings,
        memory: RuntimeMemory | undefined,
        { environment: more, told }: Confinement
    ): Options {
        const { session, environment, meter } = this.world;
        const [additionalDirectories, effort, thinking, allowDangerouslySkipPermissions] = this.startSettings(settings);
        const mode = settings.permissionMode ?? 'default';
        return {
            cwd: session.folder,
            additionalDirectories,
            env: { ...claudeCodeEnvironment(environment, session.sessionId, meter()), ...more },
            model: modelName(settings.model),
            effort: effort as Options['effort'],
            thinking: thinking === undefined ? undefined : { type: thinking ? 'adaptive' : 'disabled' },
            resume: memory?.runtimeSessionId,
            resumeSessionAt: memory?.position,
            forkSession: memory?.fork,
            systemPrompt: { type: 'preset', preset: 'claude_code', ...(told && { append: told }) },
            permissionMode: mode === 'bypassPermissions' && !allowDangerouslySkipPermissions ? 'default' : mode,
            allowDangerouslySkipPermissions,
            disallowedTools: LEFT_OUT,
            includePartialMessages: true,
            forwardSubagentText: true
        };
    }

    /** The system would refuse it as well; this says why, and what can be done. */
    private readonly refuseProtected: HookCallback = async input => {
        const { folder, sandbox } = this.world.session;
        const name = input.hook_event_name === 'PreToolUse' ? EDITS[input.tool_name] : undefined;
        const path = name && 'tool_input' in input && (input.tool_input as Record<string, unknown>)[name];
        const why =
            typeof path === 'string' ? await whyProtected(resolve(folder, path), protectedPaths(sandbox())) : undefined;
        return why === undefined
            ? {}
            : {
                  hookSpecificOutput: {
                      hookEventName: 'PreToolUse' as const,
                      permissionDecision: 'deny' as const,
                      permissionDecisionReason: why
                  }
              };
    };

    private identified(identity: RuntimeIdentity): RuntimeReport[] {
        const { runtimeSessionId, model } = identity;
        const known = this.identity?.runtimeSessionId === runtimeSessionId && this.identity.model === model;
        this.identity = identity;
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
        clearTimeout(this.idleTimer);
        if (!this.ended && this.running) {
            this.idleTimer = setTimeout(() => this.whenIdle(), this.world.idleMs ?? IDLE_MS);
            this.idleTimer.unref();
        }
    }

    /** Whoever uses it just now arms the timer again. */
    private whenIdle(): void {
        if (this.users === 0) {
            void this.letGo();
        }
    }
}

/** Where settings come from. What a repository brings along (.claude, .mcp.json) is read only where it is trusted. */
function sources(
    trusted: boolean,
    { hasKey, url }: MeterAccess
): Pick<Options, 'settings' | 'settingSources' | 'strictMcpConfig'> {
    if (!trusted) {
        return { settingSources: ['user'], strictMcpConfig: true };
    }
    // such settings win over those of a project, also over those that it changes while the process runs
    const settings = hasKey ? { env: { ANTHROPIC_BASE_URL: url } } : undefined;
    return { settings, settingSources: ['user', 'project', 'local'], strictMcpConfig: false };
}

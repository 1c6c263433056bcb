import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { endMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { Sandbox } from '../../sandbox/host/sandbox-api';
import { MESSAGES_API_MODELS } from '../domain/models';
import { ClaudeRuntime, RuntimeProvider, RuntimeSession, TrustedFolders, Usability } from './claude-runtime';
import { MessagesApiRuntime } from './messages-api-runtime';
import { sessionEnvironment, sessionMark } from './process-environment';
import { SessionShell } from './shell/session-shell';
import { SessionShells } from './shell/session-shells';

/** What the providers of runtimes need from the session host. */
export interface ProviderWorld {
    readonly meter: () => MeterAccess;
    /** The environment of the person. */
    readonly environment: Record<string, string | undefined>;
    readonly log: StructuredLog;
    /** In which its processes are started. */
    readonly sandbox: Sandbox;
    /** Which folders may bring settings for Claude Code. */
    readonly trusts: TrustedFolders;
    /** Terminals for the commands of our own tools; without them there is no tool for commands. */
    readonly shells?: SessionShells;
}

/** Claude by the Messages API; usable with a key alone. */
export class MessagesApiProvider implements RuntimeProvider {
    readonly name = 'messages-api';
    readonly label = 'Messages API';
    readonly models = MESSAGES_API_MODELS;

    constructor(private readonly world: ProviderWorld) {}

    async check(): Promise<Usability> {
        return this.world.meter().hasKey
            ? { usable: true }
            : { usable: false, reason: 'There is no API key. Set ANTHROPIC_API_KEY and start Dispatch again.' };
    }

    create(session: RuntimeSession): ClaudeRuntime {
        const { meter, environment, log, sandbox, shells } = this.world;
        const { sessionId, folder, listed } = session;
        return new MessagesApiRuntime({
            session,
            meter,
            environment: sessionEnvironment(environment, sessionId),
            shell: shells && new SessionShell(shells, () => ({ sessionId, folder, ...listed() })),
            log,
            sandbox
        });
    }

    endLeftovers(sessionId: string): Promise<void> {
        return endMarkedProcesses(sessionMark(sessionId));
    }
}

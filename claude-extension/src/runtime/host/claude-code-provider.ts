import { endMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { CLAUDE_CODE_MODELS } from '../domain/models';
import { AgentSdkInstallation } from './agent-sdk-installation';
import { AgentSdkRuntime } from './agent-sdk-runtime';
import { ClaudeRuntime, RuntimeProvider, RuntimeSession, Usability } from './claude-runtime';
import { ProviderWorld } from './messages-api-provider';
import { sessionMark } from './process-environment';
import { KeptSignIn } from './sign-in/kept-sign-in';

/** Claude Code; usable with a key, or with the sign-in that the person made with it. */
export class ClaudeCodeProvider implements RuntimeProvider {
    readonly name = 'claude-code';
    readonly label = 'Claude Code';
    readonly models = CLAUDE_CODE_MODELS;

    private readonly kept: KeptSignIn;

    constructor(
        private readonly world: ProviderWorld,
        private readonly installation = new AgentSdkInstallation()
    ) {
        this.kept = new KeptSignIn(world.environment);
    }

    async check(): Promise<Usability> {
        const problem = await this.installation.problem();
        if (problem) {
            return { usable: false, reason: problem };
        }
        if (this.world.meter().hasKey) {
            return { usable: true };
        }
        const signIn = await this.kept.state();
        if (signIn !== 'signed-out') {
            // a refused one can be tried again: the refusal may have been a passing one
            return { usable: true, ...(signIn === 'refused' && { canSignIn: true }) };
        }
        const reason =
            'There is no API key. Sign in with your Claude subscription, or set ANTHROPIC_API_KEY and start Dispatch again.';
        return { usable: false, reason, canSignIn: true };
    }

    create(session: RuntimeSession): ClaudeRuntime {
        const signInRefused = (): void => void this.kept.noteRefused();
        return new AgentSdkRuntime({ ...this.world, session, installation: this.installation, signInRefused });
    }

    endLeftovers(sessionId: string): Promise<void> {
        return endMarkedProcesses(sessionMark(sessionId));
    }
}

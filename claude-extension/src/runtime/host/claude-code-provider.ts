import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { endMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { CLAUDE_CODE_MODELS } from '../domain/models';
import { AgentSdkInstallation } from './agent-sdk-installation';
import { AgentSdkRuntime } from './agent-sdk-runtime';
import { ClaudeRuntime, RuntimeProvider, RuntimeSession, Usability } from './claude-runtime';
import { ProviderWorld } from './messages-api-provider';
import { sessionMark } from './process-environment';

/** Claude Code; usable with a key, or with the sign-in that the person made by `claude` in a terminal. */
export class ClaudeCodeProvider implements RuntimeProvider {
    readonly name = 'claude-code';
    readonly label = 'Claude Code';
    readonly models = CLAUDE_CODE_MODELS;

    constructor(
        private readonly world: ProviderWorld,
        private readonly installation = new AgentSdkInstallation()
    ) {}

    async check(): Promise<Usability> {
        const problem = await this.installation.problem();
        if (problem) {
            return { usable: false, reason: problem };
        }
        if (this.world.meter().hasKey || (await this.isSignedIn())) {
            return { usable: true };
        }
        const reason =
            'There is no API key. Set ANTHROPIC_API_KEY and start Dispatch again, or sign in by running claude in a terminal.';
        return { usable: false, reason };
    }

    create(session: RuntimeSession): ClaudeRuntime {
        return new AgentSdkRuntime({ ...this.world, session, installation: this.installation });
    }

    endLeftovers(sessionId: string): Promise<void> {
        return endMarkedProcesses(sessionMark(sessionId));
    }

    private async isSignedIn(): Promise<boolean> {
        const { environment } = this.world;
        const folder = environment['CLAUDE_CONFIG_DIR'] || join(environment['HOME'] || homedir(), '.claude');
        return access(join(folder, '.credentials.json')).then(
            () => true,
            () => false
        );
    }
}

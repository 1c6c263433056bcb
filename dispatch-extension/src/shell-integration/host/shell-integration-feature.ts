import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { SessionId } from '../../kernel/common/ids';
import { SessionContext } from '../../session/host/session-kind';
import {
    FeaturedTerminal,
    ProgramStart,
    TerminalHostFeature,
    TerminalPart
} from '../../terminal/host/terminal-feature';
import { SHELL_INTEGRATION_VARIABLE } from '../common/shell-integration-protocol';
import { CommandRecorder } from './command-recorder';
import { integratedStart } from './shell-start';

/** Lets the shells of terminals tell what they run, and records it. */
export class ShellIntegrationFeature implements TerminalHostFeature {
    /** Of terminals that are being started. */
    private readonly nonces = new Map<SessionId, string>();

    /**
     * `scripts`: the absolute path of the folder `assets`, which is only read.
     * `environment`: the person's, as this process has it.
     */
    constructor(
        private readonly scripts: string,
        private readonly environment: NodeJS.ProcessEnv
    ) {}

    async prepareStart(start: ProgramStart, context: SessionContext): Promise<ProgramStart> {
        const { [SHELL_INTEGRATION_VARIABLE]: wish, ...env } = start.env;
        const nonce = randomUUID();
        const integrated = wish === '0' ? undefined : integratedStart({ ...start, env }, this.scripts, nonce);
        if (integrated) {
            this.nonces.set(context.info.id, nonce);
        }
        return integrated ?? { ...start, env };
    }

    joinTerminal(terminal: FeaturedTerminal): TerminalPart {
        const { id } = terminal.context.info;
        const nonce = this.nonces.get(id);
        this.nonces.delete(id);
        return new CommandRecorder(terminal, { nonce, hostName: hostname() }, this.environment);
    }
}

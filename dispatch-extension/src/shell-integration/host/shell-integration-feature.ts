import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { SessionContext } from '../../session/host/session-kind';
import {
    FeaturedTerminal,
    ProgramStart,
    TerminalHostFeature,
    TerminalPart
} from '../../terminal/host/terminal-feature';
import { SHELL_INTEGRATION_VARIABLE, ShellDetail } from '../common/shell-integration-protocol';
import { CommandRecorder } from './command-recorder';
import { integratedStart } from './shell-start';

/** Lets the shells of terminals tell what they run, and records it. */
export class ShellIntegrationFeature implements TerminalHostFeature {
    /** What the script of a terminal's shell knows; another one after each start. */
    private readonly nonces = new WeakMap<SessionContext, string>();

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
            this.nonces.set(context, nonce);
        } else {
            this.nonces.delete(context);
        }
        return integrated ?? { ...start, env };
    }

    lastFolder({ info }: SessionContext): string | undefined {
        return ShellDetail.safeParse(info.detail).data?.currentFolder;
    }

    joinTerminal(terminal: FeaturedTerminal): TerminalPart {
        const { nonces } = this;
        const trust = {
            hostName: hostname(),
            get nonce() {
                return nonces.get(terminal.context);
            }
        };
        return new CommandRecorder(terminal, trust, this.environment);
    }
}

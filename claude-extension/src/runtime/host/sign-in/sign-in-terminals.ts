import { SessionContext } from 'dispatch-extension/lib/session/host/session-kind';
import {
    FeaturedTerminal,
    ProgramStart,
    TerminalHostFeature,
    TerminalPart
} from 'dispatch-extension/lib/terminal/host/terminal-api';
import { ClaudeErrors } from '../../../conversation/common/claude-errors';
import { CLAUDE_SIGN_IN, ClaudeSignInDetail, signInOf } from '../../common/claude-sign-in';
import { AgentSdkInstallation } from '../agent-sdk-installation';
import { KeptSignIn } from './kept-sign-in';

/** By this it does nothing else: no theme to choose, no folder to trust; and it ends when the person is signed in. */
const SIGN_IN = ['auth', 'login'];

/** How often it is looked whether the person is signed in, in ms. */
const LOOK_EVERY_MS = 1_000;

/**
 * What would make Claude Code take the person for signed in already, or sign in for another service than sessions use: they are
 * not told it either.
 */
const NOT_TOLD = /^(ANTHROPIC_|CLAUDE_CODE_|CLAUDECODE$)/;

/**
 * Terminals in which a person signs in to Claude: they run the Claude Code that comes with the Agent SDK, which need not
 * be on the `PATH`, in the person's environment without the address and key of any API. Who is signed in there is told to
 * all pages in the `detail` of the terminal.
 */
export class SignInTerminals implements TerminalHostFeature {
    private readonly kept: KeptSignIn;

    /** `environment`: the person's. */
    constructor(
        environment: Record<string, string | undefined>,
        private readonly installation: Pick<AgentSdkInstallation, 'findBinary'> = new AgentSdkInstallation(),
        private readonly lookEveryMs = LOOK_EVERY_MS
    ) {
        this.kept = new KeptSignIn(environment);
    }

    /** Refuses with `claude.no-program` where Claude Code is not installed. */
    async prepareStart(
        start: ProgramStart,
        context: SessionContext,
        told: Readonly<Record<string, unknown>>
    ): Promise<ProgramStart> {
        if (told[CLAUDE_SIGN_IN] === undefined) {
            return start;
        }
        const file = await this.installation.findBinary();
        if (!file) {
            throw ClaudeErrors.noProgram();
        }
        tell(context, { signedIn: false });
        const own = Object.entries(start.env).filter(([name]) => !NOT_TOLD.test(name));
        // npm keeps it up to date; a program that replaces itself would be another one than sessions run
        const env = { ...Object.fromEntries(own), DISABLE_AUTOUPDATER: '1' };
        return { file, args: SIGN_IN, env };
    }

    joinTerminal({ context }: FeaturedTerminal): TerminalPart | undefined {
        return signInOf(context.info.detail) && new SignInWatch(context, this.kept, this.lookEveryMs);
    }
}

/** Looks for the sign-in from the first output of the program until it is there, or the program has ended. */
class SignInWatch implements TerminalPart {
    private before?: Promise<string | undefined>;
    private timer?: NodeJS.Timeout;

    constructor(
        private readonly context: SessionContext,
        private readonly kept: KeptSignIn,
        private readonly lookEveryMs: number
    ) {}

    onOutput(): void {
        if (this.before === undefined) {
            this.before = this.kept.version();
            this.timer = setInterval(() => void this.look(), this.lookEveryMs);
        }
    }

    onExit(): void {
        clearInterval(this.timer);
        void this.look().finally(() => (this.before = undefined));
    }

    dispose(): void {
        clearInterval(this.timer);
    }

    private async look(): Promise<void> {
        const { before } = this;
        const now = await this.kept.version();
        if (now !== undefined && now !== (await before)) {
            clearInterval(this.timer);
            tell(this.context, { signedIn: true });
        }
    }
}

function tell(context: SessionContext, detail: ClaudeSignInDetail): void {
    context.update({ detail: { [CLAUDE_SIGN_IN]: detail } });
}

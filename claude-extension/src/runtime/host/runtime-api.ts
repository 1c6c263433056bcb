import { ClaudeCodeProvider } from './claude-code-provider';
import { RuntimeProvider } from './claude-runtime';
import { MessagesApiProvider, ProviderWorld } from './messages-api-provider';

/** What other features use of runtimes. */
export { SessionShells } from './shell/session-shells';
export { SignInTerminals } from './sign-in/sign-in-terminals';
export { SESSION_VARIABLE, sessionMark } from './process-environment';
export {
    ClaudeRuntime,
    KeptPicture,
    Picture,
    RuntimeProvider,
    RuntimeReport,
    RuntimeSession,
    TurnContext,
    TurnMessage,
    TurnOutcome,
    Usability,
    UsageLimit
} from './claude-runtime';

/** Every way to talk to Claude, the preferred one first. */
export function runtimeProviders(world: ProviderWorld): RuntimeProvider[] {
    return [new ClaudeCodeProvider(world), new MessagesApiProvider(world)];
}

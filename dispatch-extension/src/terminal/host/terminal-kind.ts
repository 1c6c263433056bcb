import { DEFAULT_LIMITS, SessionHostLimits } from '../../kernel/common/process-contract';
import { SessionErrors } from '../../session/common/session-errors';
import { LiveSession, SessionContext, SessionKind } from '../../session/host/session-kind';
import { TERMINAL_KIND, TerminalOptions } from '../common/terminal-protocol';
import { NodePtyProcess } from './pty/node-pty-process';
import { TerminalHostFeature } from './terminal-feature';
import { TerminalManager, UNTITLED_TERMINAL } from './terminal-manager';
import { TerminalOutputs } from './terminal-outputs';

/** Sessions of the kind `terminal`. */
export class TerminalKind implements SessionKind<TerminalOptions> {
    readonly name = TERMINAL_KIND;
    readonly defaultTitle = UNTITLED_TERMINAL;
    readonly options = TerminalOptions;

    constructor(private readonly terminals: TerminalManager) {}

    /** Terminals of the system, with the environment of this process. */
    static ofThisSystem(
        features: readonly TerminalHostFeature[] = [],
        limits: SessionHostLimits = DEFAULT_LIMITS
    ): TerminalKind {
        const outputs = new TerminalOutputs(limits);
        return new TerminalKind(new TerminalManager(NodePtyProcess.start, process.env, features, outputs));
    }

    start(context: SessionContext, options: TerminalOptions): Promise<LiveSession> {
        return this.terminals.start(context, options);
    }

    reopen(context: SessionContext): Promise<LiveSession> {
        return this.terminals.reopen(context);
    }

    async call(method: string): Promise<never> {
        throw SessionErrors.unknownMethod({ kind: this.name, method });
    }
}

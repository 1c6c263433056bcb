import { DEFAULT_LIMITS, SessionHostLimits } from '../../kernel/common/process-contract';
import { answerCall } from '../../kernel/host/rpc-guard';
import { SessionErrors } from '../../session/common/session-errors';
import { KindQuota } from '../../session/domain/start-quota';
import { LiveSession, SessionContext, SessionKind } from '../../session/host/session-kind';
import { TERMINAL_KIND, TerminalKindRpc, TerminalOptions } from '../common/terminal-protocol';
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

    quota(limits: SessionHostLimits): KindQuota {
        return {
            perPerson: { limit: limits.terminalsPerPerson, variable: 'MAX_TERMINALS' },
            perWorkspace: { limit: limits.terminalsPerWorkspace, variable: 'MAX_TERMINALS_PER_WORKSPACE' },
            starts: { limit: limits.terminalStartsPer10S, variable: 'TERMINAL_STARTS_PER_10_S' }
        };
    }

    start(context: SessionContext, options: TerminalOptions): Promise<LiveSession> {
        return this.terminals.start(context, options);
    }

    reopen(context: SessionContext): Promise<LiveSession> {
        return this.terminals.reopen(context);
    }

    async call(method: string, params: unknown): Promise<unknown> {
        if (!Object.hasOwn(TerminalKindRpc.requests, method)) {
            throw SessionErrors.unknownMethod({ kind: this.name, method });
        }
        return answerCall(TerminalKindRpc, { listShells: () => this.terminals.listShells() }, method, params);
    }
}

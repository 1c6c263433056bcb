import { join } from 'node:path';
import {
    IdeHealth,
    MeterAccess,
    SessionHostHealth,
    SessionHostLimits
} from 'dispatch-extension/lib/kernel/common/process-contract';
import { ideProgram } from '../supervision/ide-program';
import { sessionHostProgram } from '../supervision/session-host-program';
import { Supervisor } from '../supervision/supervisor';
import { Configuration } from './configuration';
import { GatewayOptions } from './gateway-options';
import { DataLayout, pidFileOf } from './layout';
import { GatewayLog } from './log';
import { personEnvironment } from './person-environment';

/** What the supervised processes are started with. */
export interface SupervisorBasis {
    options: GatewayOptions;
    layout: DataLayout;
    secret: string;
    log: GatewayLog;
}

/** The ide and the session host of the one person. `meter` is asked at each start: its port may change. */
export function buildSupervisors(
    { options, layout, secret, log }: SupervisorBasis,
    meter: () => MeterAccess
): { ide: Supervisor<IdeHealth>; sessionHost: Supervisor<SessionHostHealth> } {
    const { configuration, program } = options;
    const shared = { secret, environment: personEnvironment(options.environment), folder: options.home };
    const common = { secret, workspacesRoot: configuration.WORKSPACES_ROOT, logLevel: configuration.LOG_LEVEL };
    const ide = ideProgram({
        ...shared,
        entry: program.ideEntry,
        socketPath: layout.ideSocket,
        logFile: join(layout.logs, 'ide.log'),
        pidFile: pidFileOf(layout.ideSocket),
        start: () => ({
            ...common,
            socketPath: layout.ideSocket,
            configFolder: layout.theiaConfig,
            pluginFolders: [...program.pluginFolders, layout.personPlugins],
            sessionHost: { socketPath: layout.sessionHostSocket, secret }
        })
    });
    const sessionHost = sessionHostProgram(
        {
            ...shared,
            entry: program.sessionHostEntry,
            socketPath: layout.sessionHostSocket,
            logFile: join(layout.logs, 'session-host.log'),
            pidFile: pidFileOf(layout.sessionHostSocket),
            start: () => ({
                ...common,
                socketPath: layout.sessionHostSocket,
                personFolder: layout.person,
                meter: meter(),
                limits: sessionLimits(configuration)
            })
        },
        log
    );
    return { ide: new Supervisor(ide, log), sessionHost: new Supervisor(sessionHost, log) };
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** The limits of the session host, as the operator has set them. */
function sessionLimits(configuration: Configuration): SessionHostLimits {
    return {
        terminalLogBytes: configuration.TERMINAL_LOG_MIB * MIB,
        terminalLogsTotalBytes: configuration.TERMINAL_LOGS_TOTAL_MIB * MIB,
        terminalsPerPerson: configuration.MAX_TERMINALS,
        terminalsPerWorkspace: configuration.MAX_TERMINALS_PER_WORKSPACE,
        terminalStartsPer10S: configuration.TERMINAL_STARTS_PER_10_S,
        inputBytesPerSecond: configuration.TERMINAL_INPUT_KIB_PER_S * KIB,
        frameBytes: configuration.MAX_FRAME_KIB * KIB,
        terminalIdleMs: configuration.TERMINAL_IDLE_MINUTES * 60_000,
        claudeMayBypass: configuration.CLAUDE_ALLOW_BYPASS,
        claudeMemoryBytes: configuration.CLAUDE_MEMORY_MIB * MIB,
        claudeMayFetchWeb: configuration.CLAUDE_WEB_FETCH,
        claudeSandbox: configuration.CLAUDE_SANDBOX,
        claudeDeniedPaths: configuration.CLAUDE_DENIED_PATHS,
        claudeProtectedPaths: configuration.CLAUDE_PROTECTED_PATHS,
        claudeUnixSockets: configuration.CLAUDE_UNIX_SOCKETS,
        claudeEgress: configuration.CLAUDE_EGRESS
    };
}

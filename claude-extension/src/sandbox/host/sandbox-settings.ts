import { SessionHostLimits } from 'dispatch-extension/lib/kernel/common/process-contract';

/** What the operator wants of the sandbox. */
export interface SandboxSettings {
    readonly mode: SessionHostLimits['claudeSandbox'];
    readonly deniedPaths: readonly string[];
    readonly unixSockets: boolean;
    /** Hosts that may be connected to; absent: all. */
    readonly egress?: readonly string[];
}

/** As it is set now. */
export function sandboxSettings(limits: SessionHostLimits): SandboxSettings {
    const { claudeSandbox: mode, claudeDeniedPaths: deniedPaths, claudeUnixSockets: unixSockets } = limits;
    return { mode, deniedPaths, unixSockets, egress: limits.claudeEgress };
}

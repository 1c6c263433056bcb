import { SessionHostLimits } from 'dispatch-extension/lib/kernel/common/process-contract';

/** What the operator wants of the sandbox. */
export interface SandboxSettings {
    readonly mode: SessionHostLimits['claudeSandbox'];
    readonly deniedPaths: readonly string[];
    /** Relative paths that cannot be made or changed, in whatever folder; `.git`: what git runs. */
    readonly protectedPaths: readonly string[];
    readonly unixSockets: boolean;
    /** Hosts that may be connected to; absent: all. */
    readonly egress?: readonly string[];
}

/** What Claude must not change: nothing where the sandbox is off, since any command could. */
export function protectedPaths({ mode, protectedPaths: paths }: SandboxSettings): readonly string[] {
    return mode === 'off' ? [] : paths;
}

/** As it is set now. */
export function sandboxSettings(limits: SessionHostLimits): SandboxSettings {
    return {
        mode: limits.claudeSandbox,
        deniedPaths: limits.claudeDeniedPaths,
        protectedPaths: limits.claudeProtectedPaths,
        unixSockets: limits.claudeUnixSockets,
        egress: limits.claudeEgress
    };
}

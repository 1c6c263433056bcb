import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { meterToken } from '../../usage/host/usage-api';

/** Its value is the id of the session. */
export const SESSION_VARIABLE = 'DISPATCH_CLAUDE_SESSION';

/** What Claude's processes get of the person's environment, and nothing else: an agent is told no secrets. */
const ALLOWED = new Set([
    'PATH',
    'HOME',
    'LANG',
    'LANGUAGE',
    'TERM',
    'TZ',
    'USER',
    'LOGNAME',
    'SHELL',
    'TMPDIR',
    'CLAUDE_CONFIG_DIR',
    'NODE_EXTRA_CA_CERTS',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'ALL_PROXY',
    'NO_PROXY',
    'http_proxy',
    'https_proxy',
    'all_proxy',
    'no_proxy'
]);

/** Loopback is never asked of a proxy: the meter is there. */
const LOOPBACK = 'localhost,127.0.0.1,::1';

type Environment = Record<string, string | undefined>;

/**
 * The assignment that marks everything that a Claude session started, so that its processes are found again even when
 * they left the tree of their parent.
 */
export function sessionMark(sessionId: string): string {
    return `${SESSION_VARIABLE}=${sessionId}`;
}

/** The environment of a process that belongs to the session: the allowed part of the person's, and the mark. */
export function sessionEnvironment(person: Environment, sessionId: string): Record<string, string> {
    const environment: Record<string, string> = {};
    for (const [name, value] of Object.entries(person)) {
        if (value !== undefined && (ALLOWED.has(name) || name.startsWith('LC_'))) {
            environment[name] = value;
        }
    }
    const direct = [environment['NO_PROXY'] ?? environment['no_proxy'], LOOPBACK].filter(Boolean).join(',');
    return { ...environment, NO_PROXY: direct, no_proxy: direct, [SESSION_VARIABLE]: sessionId };
}

/**
 * What Claude Code needs on top. With a key in the gateway it is sent to the meter with a token of its session; without
 * one it is told nothing and uses the sign-in of the person.
 */
export function claudeCodeEnvironment(
    person: Environment,
    sessionId: string,
    meter: MeterAccess
): Record<string, string> {
    const metered: Record<string, string> = meter.hasKey
        ? { ANTHROPIC_BASE_URL: meter.url, ANTHROPIC_API_KEY: meterToken(meter, sessionId) }
        : {};
    return {
        ...sessionEnvironment(person, sessionId),
        ...metered,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
        DISABLE_AUTOUPDATER: '1',
        CLAUDE_AGENT_SDK_CLIENT_APP: 'dispatch'
    };
}

import { homedir } from 'node:os';
import { isIP } from 'node:net';
import { isAbsolute, join, normalize } from 'node:path';
import { z } from 'zod';
import { isLoopbackAddress } from '../door/ip-address';
import { SANDBOX_DEFAULTS, SANDBOX_VARIABLES } from './sandbox-configuration';

/** Shortest `TERMINAL_KEY` with which Dispatch listens to anything but its own machine. */
export const MIN_KEY_CHARS = 12;

/** A wrong configuration. `message` is one line for the person who set it, without the value of a secret. */
export class ConfigurationError extends Error {
    override readonly name = 'ConfigurationError';
}

const absolutePath = z.string().refine(isAbsolute, 'must be an absolute path');
const url = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const mebibytes = z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(1_048_576, 'must be at most 1048576');
const wholeNumber = (min: number, max: number) =>
    z.coerce
        .number('must be a number')
        .int('must be a whole number')
        .min(min, `must be at least ${min}`)
        .max(max, `must be at most ${max}`);
/** A limit that is not there when it is 0. */
const limit = (max = 1_000_000_000_000) => wholeNumber(0, max);
const money = z.coerce
    .number('must be a number')
    .min(0, 'must be at least 0')
    .max(1_000_000, 'must be at most 1000000');
const notYet = (instead: string) =>
    z
        .string()
        .optional()
        .refine(value => value === undefined, `is not supported by this version: ${instead}. Remove it`);

/**
 * Every variable of the environment that Dispatch reads. It is the only place where they are declared;
 * `docs/configuration.md` is made from it.
 */
const configurationSchema = z.object({
    PORT: z.coerce
        .number('must be a number')
        .int('must be a whole number')
        .min(0, 'must be from 0 to 65535')
        .max(65535, 'must be from 0 to 65535')
        .describe('The port to listen on; 0 takes any free one.'),
    HOST: z
        .string()
        .refine(value => value === 'localhost' || isIP(value) > 0, 'must be an IP address or "localhost"')
        .describe('The address to listen on. Anything but the own machine needs `TERMINAL_KEY`.'),
    TERMINAL_KEY: z
        .string()
        .max(1_024, 'must be at most 1024 characters')
        .optional()
        .describe(
            `The key with which one signs in. Without it a one-time link is printed at start. At least ${MIN_KEY_CHARS} characters when others can reach the port.`
        ),
    WORKSPACES_ROOT: absolutePath.describe('The folder in which workspaces are listed, created and cloned.'),
    DISPATCH_DATA_DIR: absolutePath.describe('Where everything of value is kept: sign-ins, sessions, logs, settings.'),
    PUBLIC_URL: url
        .optional()
        .describe(
            'The address people use when it is not `http://dispatch.localhost:PORT`, such as `https://ide.example.org`.'
        ),
    TRUST_PROXY: z
        .string()
        .optional()
        .transform(value => value?.split(',').map(entry => entry.trim()) ?? [])
        .refine(
            entries => entries.every(isAddressOrRange),
            'must be IP addresses or ranges, comma-separated, or "loopback"'
        )
        .describe('Reverse proxies whose `X-Forwarded-*` headers are believed: `loopback`, addresses or ranges.'),
    ANTHROPIC_API_KEY: z
        .string()
        .optional()
        .describe('The key for Claude. It stays in the gateway; Claude processes get a token of their own session.'),
    ANTHROPIC_BASE_URL: url.describe('Where the Messages API is.'),
    CLAUDE_REQUESTS_PER_MINUTE: limit().describe(
        'How many requests to Claude a person may make in a minute; 0 for no limit. As of all of these, what is set on the usage page applies where it is lower.'
    ),
    CLAUDE_REQUESTS_PER_MINUTE_PER_SESSION: limit().describe('The same for each session.'),
    CLAUDE_CONCURRENT_REQUESTS: limit().describe(
        'How many requests to Claude of a person may be under way at once; 0 for no limit.'
    ),
    CLAUDE_CONCURRENT_REQUESTS_PER_SESSION: limit().describe('The same for each session.'),
    CLAUDE_TOKENS_PER_DAY: limit().describe(
        'How many tokens a person may use in a day, all kinds together; 0 for no limit. Days and months are those of the time zone of the gateway.'
    ),
    CLAUDE_TOKENS_PER_DAY_PER_SESSION: limit().describe('The same for each session.'),
    CLAUDE_USD_PER_MONTH: money.describe('How much a person may spend on Claude in a month, in USD; 0 for no limit.'),
    CLAUDE_USD_PER_MONTH_PER_SESSION: money.describe('The same for each session.'),
    CLAUDE_WARN_AT_PERCENT: wholeNumber(1, 100).describe('From which share of a budget on a person is warned.'),
    CLAUDE_STREAM_SILENCE_S: wholeNumber(1, 3_600).describe(
        'After how many seconds without a byte an answer of Claude that streams is given up.'
    ),
    CLAUDE_METER_TERMINALS: z
        .enum(['true', 'false', '1', '0'], 'must be true or false')
        .transform(value => value === 'true' || value === '1')
        .describe(
            'Whether `claude` in a terminal uses the key of the gateway, through the meter: new terminals get the address of the meter and a token of their own.'
        ),
    TERMINAL_LOG_MIB: mebibytes.describe('How much output is kept of each terminal, in MiB. The oldest goes first.'),
    TERMINAL_LOGS_TOTAL_MIB: mebibytes.describe(
        'How much output is kept of all terminals of a person, in MiB. That of ended terminals goes first.'
    ),
    MAX_TERMINALS: wholeNumber(1, 10_000).describe('How many terminals a person may run at once.'),
    MAX_TERMINALS_PER_WORKSPACE: wholeNumber(1, 10_000).describe('How many of them in one workspace.'),
    TERMINAL_STARTS_PER_10_S: wholeNumber(1, 10_000).describe('How many terminals may be started within 10 seconds.'),
    TERMINAL_INPUT_KIB_PER_S: wholeNumber(1, 1_048_576).describe(
        'How much input a page may send to a terminal, in KiB per second; four times as much at once. What is more waits.'
    ),
    MAX_FRAME_KIB: wholeNumber(128, 8_192).describe(
        'The largest message of a session stream that is taken from a page.'
    ),
    TERMINAL_IDLE_MINUTES: wholeNumber(0, 525_600).describe(
        'After how long a terminal is ended in which nothing runs, and that no page shows; 0 for never.'
    ),
    CLAUDE_ALLOW_BYPASS: z
        .enum(['true', 'false'], 'must be true or false')
        .transform(value => value === 'true')
        .describe(
            'Whether a person may let Claude run everything without asking (permission mode `bypassPermissions`). For throw-away machines only.'
        ),
    CLAUDE_MEMORY_MIB: wholeNumber(0, 1_048_576).describe(
        'How much memory the processes of a Claude session may use together, in MiB. What uses more is ended, and the session goes on with the next message; 0 for no limit.'
    ),
    CLAUDE_WEB_FETCH: z
        .enum(['true', 'false'], 'must be true or false')
        .transform(value => value === 'true')
        .describe(
            'Whether Claude by the Messages API has a tool that fetches pages of the public internet. It asks like a command does.'
        ),
    CLAUDE_SANDBOX: z
        .enum(['auto', 'required', 'off'], 'must be auto, required or off')
        .describe(
            'Whether the processes of Claude run in a sandbox (Landlock): `auto` where the kernel can, `required` not at all where it cannot, `off` never.'
        ),
    CLAUDE_DENIED_PATHS: SANDBOX_VARIABLES.CLAUDE_DENIED_PATHS,
    CLAUDE_PROTECTED_PATHS: SANDBOX_VARIABLES.CLAUDE_PROTECTED_PATHS,
    CLAUDE_UNIX_SOCKETS: z
        .enum(['true', 'false'], 'must be true or false')
        .transform(value => value === 'true')
        .describe(
            'Whether processes in the sandbox may use Unix sockets. Some programs do what anybody who connects says (`systemd --user`, tmux, docker, agents of keys), and so are ways out of the sandbox.'
        ),
    CLAUDE_EGRESS: SANDBOX_VARIABLES.CLAUDE_EGRESS,
    LOG_LEVEL: z
        .enum(['error', 'warn', 'info', 'debug'], 'must be error, warn, info or debug')
        .describe('How much is written to the logs.'),
    DATABASE_URL: notYet('everything is kept in SQLite under DISPATCH_DATA_DIR').describe(
        'PostgreSQL, for several machines. Not supported yet: the start is refused when it is set.'
    ),
    REDIS_URL: notYet('one gateway serves everything').describe(
        'Redis, for several gateways. Not supported yet: the start is refused when it is set.'
    ),
    ENABLE_TUNNEL: z
        .enum(['false', '0'], 'is not supported by this version: use a reverse proxy and PUBLIC_URL. Remove it')
        .optional()
        .describe('A public tunnel. Not supported yet: the start is refused when it is set.'),
    LT_SUBDOMAIN: notYet('there is no tunnel').describe(
        'The name of the tunnel. Not supported yet: the start is refused when it is set.'
    )
});
type ConfigurationValues = z.output<typeof configurationSchema>;

/** The configuration of one gateway, checked. */
export type Configuration = Readonly<ConfigurationValues>;
type VariableName = keyof ConfigurationValues;

/** Values that are used where a variable is not set; in a container they differ. */
function defaultsFor(place: 'machine' | 'container', home: string): Partial<Record<VariableName, string>> {
    const shared = {
        PORT: '3030',
        ANTHROPIC_BASE_URL: 'https://api.anthropic.com',
        CLAUDE_REQUESTS_PER_MINUTE: '1000',
        CLAUDE_REQUESTS_PER_MINUTE_PER_SESSION: '300',
        CLAUDE_CONCURRENT_REQUESTS: '100',
        CLAUDE_CONCURRENT_REQUESTS_PER_SESSION: '30',
        CLAUDE_TOKENS_PER_DAY: '0',
        CLAUDE_TOKENS_PER_DAY_PER_SESSION: '0',
        CLAUDE_USD_PER_MONTH: '0',
        CLAUDE_USD_PER_MONTH_PER_SESSION: '0',
        CLAUDE_WARN_AT_PERCENT: '80',
        CLAUDE_STREAM_SILENCE_S: '180',
        CLAUDE_METER_TERMINALS: 'false',
        TERMINAL_LOG_MIB: '64',
        TERMINAL_LOGS_TOTAL_MIB: '2048',
        MAX_TERMINALS: '100',
        MAX_TERMINALS_PER_WORKSPACE: '50',
        TERMINAL_STARTS_PER_10_S: '60',
        TERMINAL_INPUT_KIB_PER_S: '1024',
        MAX_FRAME_KIB: '8192',
        TERMINAL_IDLE_MINUTES: '0',
        CLAUDE_ALLOW_BYPASS: 'false',
        CLAUDE_MEMORY_MIB: '0',
        CLAUDE_WEB_FETCH: 'false',
        CLAUDE_SANDBOX: 'auto',
        ...SANDBOX_DEFAULTS,
        CLAUDE_UNIX_SOCKETS: 'false',
        CLAUDE_EGRESS: 'open',
        LOG_LEVEL: 'info'
    };
    return place === 'container'
        ? { ...shared, HOST: '0.0.0.0', WORKSPACES_ROOT: '/workspaces', DISPATCH_DATA_DIR: '/data' }
        : { ...shared, HOST: '127.0.0.1', WORKSPACES_ROOT: home, DISPATCH_DATA_DIR: join(home, '.dispatch') };
}

/** Names of variables that are ours alone: no child process may see them. */
export const CONFIGURATION_NAMES: readonly string[] = [...Object.keys(configurationSchema.shape), 'DISPATCH_CONTAINER'];

/** What a page about the configuration needs of one variable. */
export interface ConfigurationEntry {
    name: string;
    description: string;
    defaultOutside: string | undefined;
    defaultInContainer: string | undefined;
}

/** Every variable in the order of the schema. */
export function listConfiguration(): ConfigurationEntry[] {
    const outside = defaultsFor('machine', '~');
    const inside = defaultsFor('container', '~');
    return (Object.keys(configurationSchema.shape) as VariableName[]).map(name => ({
        name,
        description: configurationSchema.shape[name].description ?? '',
        defaultOutside: outside[name],
        defaultInContainer: inside[name]
    }));
}

/**
 * Reads the configuration from an environment. An empty value counts as not set.
 * Throws {@link ConfigurationError} with one clear line about the first thing that is wrong.
 */
export function readConfiguration(environment: NodeJS.ProcessEnv, home = homedir()): Configuration {
    const place = environment['DISPATCH_CONTAINER'] === '1' ? 'container' : 'machine';
    const defaults = defaultsFor(place, home);
    const given = Object.fromEntries(
        (Object.keys(configurationSchema.shape) as VariableName[]).map(name => [
            name,
            expandHomes(environment[name]?.trim() || defaults[name], name, home)
        ])
    );
    const parsed = configurationSchema.safeParse(given);
    if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new ConfigurationError(`${String(issue?.path[0])} ${issue?.message}.`);
    }
    refuseOpenDoor(parsed.data);
    if (parsed.data.CLAUDE_EGRESS && parsed.data.CLAUDE_SANDBOX === 'off') {
        throw new ConfigurationError('CLAUDE_EGRESS needs the sandbox: CLAUDE_SANDBOX must not be off.');
    }
    return {
        ...parsed.data,
        DISPATCH_DATA_DIR: normalize(parsed.data.DISPATCH_DATA_DIR),
        WORKSPACES_ROOT: normalize(parsed.data.WORKSPACES_ROOT)
    };
}

function refuseOpenDoor({ HOST, TERMINAL_KEY }: ConfigurationValues): void {
    if (isLoopbackHost(HOST) || (TERMINAL_KEY?.length ?? 0) >= MIN_KEY_CHARS) {
        return;
    }
    throw new ConfigurationError(
        `TERMINAL_KEY of at least ${MIN_KEY_CHARS} characters is needed to listen on ${HOST}, where others can reach it.`
    );
}

/** Whether a `HOST` is reachable from the own machine only. */
export function isLoopbackHost(host: string): boolean {
    return host === 'localhost' || isLoopbackAddress(host);
}

/** Of every path, where a variable has several. */
function expandHomes(value: string | undefined, name: VariableName, home: string): string | undefined {
    const paths = name === 'CLAUDE_DENIED_PATHS' ? value?.split(':') : undefined;
    return paths ? paths.map(path => expandHome(path.trim(), home)).join(':') : expandHome(value, home);
}

function expandHome(value: string | undefined, home: string): string | undefined {
    return value?.startsWith('~/') ? join(home, value.slice(2)) : value === '~' ? home : value;
}

function isAddressOrRange(entry: string): boolean {
    const [address = '', bits, ...rest] = entry.split('/');
    const family = isIP(address);
    const width = bits === undefined ? 0 : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
    return entry === 'loopback' || (family > 0 && rest.length === 0 && width <= (family === 4 ? 32 : 128));
}

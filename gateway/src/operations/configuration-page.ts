import { listConfiguration } from './configuration';

/** The contents of `docs/configuration.md`, made from the one schema. */
export function renderConfigurationPage(): string {
    const rows = listConfiguration().map(
        entry =>
            `| \`${entry.name}\` | ${shown(entry.defaultOutside)} | ${shown(entry.defaultInContainer)} | ${entry.description} |`
    );
    return [
        '# Configuration',
        '',
        'Dispatch is configured by environment variables and nothing else. They are read once, at start, by the gateway;',
        'no shell, plugin or Claude process sees them. An empty value counts as not set. A wrong value stops the start with',
        'one line on standard error and exit code 78.',
        '',
        '| variable | default | in the container | what it does |',
        '|---|---|---|---|',
        ...rows,
        '',
        ...SEEN_BY_SHELLS,
        '',
        '<!-- Made from gateway/src/operations/configuration.ts; do not edit by hand. -->',
        ''
    ].join('\n');
}

/** What programs in terminals have of ours in their environment. */
const SEEN_BY_SHELLS = [
    '## What programs in a terminal see',
    '',
    'The environment in which Dispatch was started, without the variables above, and:',
    '',
    '| variable | what it says |',
    '|---|---|',
    '| `TERM`, `COLORTERM` | `xterm-256color`, `truecolor`. |',
    '| `TERM_PROGRAM` | `dispatch`. |',
    '| `LANG` | `C.UTF-8`, where no locale is set. |',
    '| `DISPATCH_SESSION_ID` | The session that the terminal belongs to. By it Dispatch knows what is left of it after a crash. |',
    '| `DISPATCH_SHELL_NONCE`, `DISPATCH_SHELL_LOGIN`, `DISPATCH_ZDOTDIR` | For the shell integration of bash, zsh and fish, which takes them away before your own files are read. |',
    '| `ANTHROPIC_BASE_URL`, `ANTHROPIC_AUTH_TOKEN` | With `CLAUDE_METER_TERMINALS`: the meter, and a token of this terminal. |',
    '| `DISPATCH_CLAUDE_SESSION` | In what Claude starts: its session. |',
    '',
    'Set by you, `DISPATCH_SHELL_INTEGRATION=0` starts a shell without the integration.'
];

function shown(value: string | undefined): string {
    return value === undefined ? '–' : `\`${value}\``;
}

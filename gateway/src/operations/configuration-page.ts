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
        '<!-- Made from gateway/src/operations/configuration.ts; do not edit by hand. -->',
        ''
    ].join('\n');
}

function shown(value: string | undefined): string {
    return value === undefined ? '–' : `\`${value}\``;
}

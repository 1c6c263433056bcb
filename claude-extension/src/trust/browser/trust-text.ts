import { nls } from '@theia/core/lib/common/nls';
import type { BroughtSettings, FolderTrust } from '../common/trust-protocol';

const t = (key: string, text: string, ...values: (string | number)[]): string =>
    nls.localize(`dispatch/trust/${key}`, text, ...values);

/** Every word of trust, in the language of the page. */
export const TrustText = {
    untrusted: (what: string) =>
        t('untrusted', 'This folder brings settings for Claude Code: {0}. They are not used until you trust it.', what),
    changed: (what: string) =>
        t(
            'changed',
            'The settings for Claude Code in this folder have changed since you trusted it: {0}. They are not used until you trust it again.',
            what
        ),
    refused: (reason: string) =>
        t('refused', 'The settings for Claude Code that this folder brings are not used: {0}', reason),
    show: t('show', 'Show what it brings…'),
    trust: t('trust', 'Trust this folder'),
    distrust: t('distrust', 'Stop trusting this folder'),
    title: t('title', 'What this folder brings for Claude Code'),
    warning: t(
        'warning',
        'Once trusted, hooks, servers and commands below run as you and without a question, from your next message on. Scripts of the repository that they call are yours to read.'
    ),
    hooks: t('hooks', 'Hooks: commands that run by themselves'),
    servers: t('servers', 'MCP servers'),
    helpers: t('helpers', 'Other commands, and what may run something'),
    permissions: t('permissions', 'What Claude may do without asking'),
    variables: t('variables', 'Variables that are set'),
    files: t('files', 'Files')
};

/** "2 hooks, 1 MCP server, 3 commands". */
export function countsOf(brought: BroughtSettings): string {
    const counts: [number, string, string][] = [
        [brought.hooks.length, t('hook', '{0} hook'), t('hooksMany', '{0} hooks')],
        [brought.servers.length, t('server', '{0} MCP server'), t('serversMany', '{0} MCP servers')],
        [brought.commands, t('command', '{0} command'), t('commandsMany', '{0} commands')],
        [brought.agents, t('agent', '{0} agent'), t('agentsMany', '{0} agents')],
        [brought.skills, t('skill', '{0} skill'), t('skillsMany', '{0} skills')],
        [
            brought.permissions.length,
            t('permission', '{0} permission rule'),
            t('permissionsMany', '{0} permission rules')
        ],
        [
            brought.instructions,
            t('instruction', '{0} file of instructions'),
            t('instructionsMany', '{0} files of instructions')
        ]
    ];
    const parts = counts
        .filter(([count]) => count > 0)
        .map(([count, one, many]) => (count === 1 ? one : many).replace('{0}', String(count)));
    const files = brought.files.length;
    return parts.join(', ') || (files === 1 ? t('file', '1 file') : t('filesMany', '{0} files', files));
}

/** The line of the banner; undefined where there is nothing to say. */
export function bannerText({ state, reason, brought }: FolderTrust): string | undefined {
    switch (state) {
        case 'untrusted':
            return TrustText.untrusted(countsOf(brought));
        case 'changed':
            return TrustText.changed(countsOf(brought));
        case 'refused':
            return TrustText.refused(reason ?? '');
        default:
            return undefined;
    }
}

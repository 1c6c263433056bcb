import { nls } from '@theia/core/lib/common/nls';
import type { SandboxState } from '../common/sandbox-state';

const t = (key: string, text: string, ...values: string[]): string =>
    nls.localize(`dispatch/sandbox/${key}`, text, ...values);

/** Every word of the sandbox, in the language of the page. */
export const SandboxText = {
    menu: t('menu', 'Sandbox…'),
    sandboxed: t(
        'sandboxed',
        'Sandboxed (Landlock): what Claude runs here reaches neither Dispatch nor your credentials, changes no start-up files, and signals and traces no process of yours.'
    ),
    noUnixSockets: t('noUnixSockets', 'It uses no Unix sockets (docker, tmux, agents).'),
    unixSockets: t('unixSockets', 'It may use Unix sockets, by which other programs can do things for it.'),
    protected: (paths: string) =>
        t(
            'protected',
            'It makes and changes none of these, in any folder: {0} (.git: hooks and commands of git).',
            paths
        ),
    egress: (hosts: string) => t('egress', 'It connects to these hosts only: {0}.', hosts),
    noEgress: t('noEgress', 'It connects to no host.'),
    partly: (missing: string) => t('partly', 'Partly sandboxed: {0}.', missing),
    none: (missing: string) => t('none', 'Not sandboxed: {0}. What Claude runs here can do what you can do.', missing),
    off: t('off', 'Not sandboxed: it is switched off (CLAUDE_SANDBOX). What Claude runs here can do what you can do.')
};

/** What the sandbox gives, in a few sentences. */
export function sandboxInWords({ kind, missing = '', noUnixSockets, egress, protected: paths }: SandboxState): string {
    switch (kind) {
        case 'off':
            return SandboxText.off;
        case 'none':
            return SandboxText.none(missing);
        case 'partly':
            return SandboxText.partly(missing);
        case 'sandboxed':
            return [
                SandboxText.sandboxed,
                noUnixSockets ? SandboxText.noUnixSockets : SandboxText.unixSockets,
                ...(paths ? [SandboxText.protected(paths.join(', '))] : []),
                ...(egress ? [egress.length > 0 ? SandboxText.egress(egress.join(', ')) : SandboxText.noEgress] : [])
            ].join(' ');
    }
}

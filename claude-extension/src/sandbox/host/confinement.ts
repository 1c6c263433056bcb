import { SandboxState } from '../common/sandbox-state';

/** How a process of Claude is started. */
export interface Confinement {
    readonly state: SandboxState;
    /** The same for what is confined by the same settings to the same folders. */
    readonly key: string;
    /** What is to be started in place of a command. The process keeps its id when it becomes that command. */
    command(file: string, args: readonly string[]): { file: string; args: readonly string[] };
    /** What is to be added to its environment. */
    readonly environment: Readonly<Record<string, string>>;
    /** For Claude: what it cannot do. Empty where it can do everything. */
    readonly told: string;
}

/** Nothing is denied. */
export function unconfined(state: SandboxState): Confinement {
    return { state, key: JSON.stringify(state), command: (file, args) => ({ file, args }), environment: {}, told: '' };
}

/** What Claude is told, so that it does not try in vain. */
export const TOLD =
    'Your commands run in a sandbox. They cannot read credentials (such as ~/.ssh) or the data of this IDE, cannot change ' +
    'start-up files, and cannot make new files or folders directly in the home folder. They reach no process that was not ' +
    'started in it. When a task needs that, do not look for a way around it: tell the user, who can do it in a terminal.';

/** New repositories get no hooks: git would copy samples of them, which is refused. */
export const WITHOUT_HOOKS = { GIT_TEMPLATE_DIR: '' };

/** What Claude is told where something is protected. */
export function toldOfProtected(paths: readonly string[]): string {
    const listed = paths.map(path => (path === '.git' ? '.git/hooks and commands in .git/config' : path)).join(', ');
    return (
        `In every folder these cannot be made, changed or removed, because they decide what runs later: ${listed}. ` +
        'Other work with git goes on as usual.'
    );
}

/** What Claude is told where hosts are named. */
export function toldOfEgress(hosts: readonly string[]): string {
    const named =
        hosts.length > 0 ? `only to these hosts, by the proxy of the environment: ${hosts.join(', ')}` : 'nowhere';
    return `They connect ${named}.`;
}

/** By it, programs find the proxy. What is on this machine is not asked of it. */
export function proxyEnvironment(url: string): Record<string, string> {
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap(name => [name, name.toLowerCase()]);
    const direct = 'localhost,127.0.0.1,::1';
    return {
        ...Object.fromEntries(names.map(name => [name, url])),
        NO_PROXY: direct,
        no_proxy: direct,
        // Node does as others do only when it is told
        NODE_USE_ENV_PROXY: '1'
    };
}

import { EnvVariablesServer } from '@theia/core/lib/common/env-variables';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import {
    EnvironmentVariableMutator,
    EnvironmentVariableMutatorType,
    ShellTerminalServerProxy
} from '@theia/terminal/lib/common/shell-terminal-protocol';
import { VariableResolverService } from '@theia/variable-resolver/lib/browser';
import { TerminalSettings } from '../settings/terminal-settings';

/** How long a new terminal waits for what plugins contribute, in ms. */
const PATIENCE_MS = 1_500;

/** What is added to the environment of a new terminal: what its opener wants, and what plugins contribute. */
@injectable()
export class TerminalEnvironment {
    @inject(ShellTerminalServerProxy)
    protected readonly shellServer!: ShellTerminalServerProxy;
    @inject(EnvVariablesServer)
    protected readonly variables!: EnvVariablesServer;

    @inject(TerminalSettings)
    protected readonly settings!: TerminalSettings;
    @inject(VariableResolverService)
    protected readonly resolver!: VariableResolverService;

    /** `null` removes a variable. */
    async of(options: TerminalWidgetOptions): Promise<Record<string, string | null>> {
        const changes = await this.ofSettings();
        for (const [name, mutator] of await this.contributed()) {
            changes[name] = await this.apply(mutator, name, changes[name]);
        }
        return { ...changes, ...options.env };
    }

    /** What is no text in the settings is left out. */
    private async ofSettings(): Promise<Record<string, string | null>> {
        const wanted = Object.entries(this.settings['terminal.integrated.env.linux'] ?? {}).filter(
            ([name, value]) => /^[^=\0]+$/.test(name) && (value === null || typeof value === 'string')
        );
        if (wanted.length === 0) {
            return {};
        }
        const resolved = await this.resolver.resolve(Object.fromEntries(wanted));
        return { ...resolved };
    }

    private async contributed(): Promise<[string, EnvironmentVariableMutator][]> {
        // The IDE knows them. A terminal is not kept waiting by one that is away.
        const collections = await timeoutAfter(PATIENCE_MS, this.shellServer.getEnvVarCollections());
        return (collections ?? []).flatMap(([, , , collection]) => collection.mutators);
    }

    private async apply(
        { type, value }: EnvironmentVariableMutator,
        name: string,
        earlier: string | null | undefined
    ): Promise<string> {
        if (type === EnvironmentVariableMutatorType.Replace) {
            return value;
        }
        const before = earlier ?? (await this.variables.getValue(name))?.value ?? '';
        return type === EnvironmentVariableMutatorType.Append ? before + value : value + before;
    }
}

function timeoutAfter<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
    return Promise.race([promise, new Promise<undefined>(resolve => setTimeout(resolve, ms))]);
}

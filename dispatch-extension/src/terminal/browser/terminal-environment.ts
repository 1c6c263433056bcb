import { EnvVariablesServer } from '@theia/core/lib/common/env-variables';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import {
    EnvironmentVariableMutator,
    EnvironmentVariableMutatorType,
    ShellTerminalServerProxy
} from '@theia/terminal/lib/common/shell-terminal-protocol';

/** What is added to the environment of a new terminal: what its opener wants, and what plugins contribute. */
@injectable()
export class TerminalEnvironment {
    @inject(ShellTerminalServerProxy)
    protected readonly shellServer!: ShellTerminalServerProxy;
    @inject(EnvVariablesServer)
    protected readonly variables!: EnvVariablesServer;

    /** `null` removes a variable. */
    async of(options: TerminalWidgetOptions): Promise<Record<string, string | null>> {
        const changes: Record<string, string | null> = {};
        for (const [name, mutator] of await this.contributed()) {
            changes[name] = await this.apply(mutator, name, changes[name]);
        }
        return { ...changes, ...options.env };
    }

    private async contributed(): Promise<[string, EnvironmentVariableMutator][]> {
        const collections = await this.shellServer.getEnvVarCollections();
        return collections.flatMap(([, , , collection]) => collection.mutators);
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

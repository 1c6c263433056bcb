import { EnvVariablesServer } from '@theia/core/lib/common/env-variables';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import {
    EnvironmentVariableMutator,
    EnvironmentVariableMutatorType,
    ShellTerminalServerProxy
} from '@theia/terminal/lib/common/shell-terminal-protocol';

/** How long a new terminal waits for what plugins contribute, in ms. */
const PATIENCE_MS = 1_500;

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

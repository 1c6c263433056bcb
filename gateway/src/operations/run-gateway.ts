import { renderBanner } from './banner';
import { outliveClosedOutput } from './closed-output';
import { Configuration, ConfigurationError, readConfiguration } from './configuration';
import { EXIT_CONFIGURATION } from './exit-codes';
import { GatewayOptions } from './gateway-options';
import { Gateway, startGateway } from './gateway-process';

/** A gateway that was asked to stop and has not after this time ends anyway. */
const STOP_LIMIT_MS = 30_000;

/** The whole life of a gateway process: configuration, start, banner, signals, exit code. */
export async function runGateway(options: Omit<GatewayOptions, 'configuration'>): Promise<void> {
    outliveClosedOutput();
    try {
        const configuration = readConfiguration(options.environment);
        const stopping = Promise.withResolvers<boolean>();
        const gateway = await startGateway({ ...options, configuration }, () => stopping.resolve(true));
        for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
            process.on(signal, () => stopping.resolve(false));
        }
        endOnDefect(gateway);
        process.stdout.write(await banner(gateway, configuration));
        await stopWhenAsked(gateway, await stopping.promise);
    } catch (error) {
        explainAndExit(error);
    }
}

/**
 * Stops the gateway and ends the process. Where everything was asked to end, the exit code is 0 also after the limit, since
 * the launcher would start everything anew after any other.
 */
export async function stopWhenAsked(
    gateway: Pick<Gateway, 'stop' | 'log'>,
    endSessions: boolean,
    limitMs = STOP_LIMIT_MS,
    exit: (code: number) => void = process.exit
): Promise<void> {
    const limit = setTimeout(() => {
        gateway.log.error('gateway.stop-overdue', { endSessions });
        exit(endSessions ? 0 : 1);
    }, limitMs).unref();
    await gateway.stop(endSessions);
    clearTimeout(limit);
    exit(0);
}

/** A defect that nobody caught leaves an unknown state: it is written down, and the launcher starts anew. */
function endOnDefect(gateway: Gateway): void {
    process.on('uncaughtException', error => {
        gateway.log.error('gateway.defect', { error });
        process.exit(1);
    });
}

async function banner(gateway: Gateway, configuration: Configuration): Promise<string> {
    return renderBanner({
        address: gateway.address,
        host: configuration.HOST,
        link: configuration.TERMINAL_KEY ? undefined : await gateway.createSignInLink(),
        dataFolder: configuration.DISPATCH_DATA_DIR,
        hasApiKey: configuration.ANTHROPIC_API_KEY !== undefined,
        colours: process.stdout.isTTY && !process.env['NO_COLOR']
    });
}

function explainAndExit(error: unknown): never {
    if (error instanceof ConfigurationError) {
        process.stderr.write(`Dispatch cannot start: ${error.message}\n`);
        process.exit(EXIT_CONFIGURATION);
    }
    process.stderr.write(`Dispatch could not start: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
}

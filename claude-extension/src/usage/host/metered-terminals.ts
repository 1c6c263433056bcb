import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { Current } from 'dispatch-extension/lib/kernel/host/current';
import { SessionContext } from 'dispatch-extension/lib/session/host/session-kind';
import { ProgramStart, TerminalHostFeature } from 'dispatch-extension/lib/terminal/host/terminal-api';
import { meterToken } from './meter-token';

/**
 * Lets `claude` in a terminal go through the meter, where the operator wants it: the programs of the terminal are told
 * its address and a token of that terminal, which ends with it. A person who has set either variable keeps theirs.
 */
export class MeteredTerminals implements TerminalHostFeature {
    constructor(private readonly meter: Current<MeterAccess>) {}

    async prepareStart(start: ProgramStart, { info }: SessionContext): Promise<ProgramStart> {
        const { value: meter } = this.meter;
        const hasOwn = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL'].some(
            name => start.env[name]
        );
        if (!meter.terminals || !meter.hasKey || hasOwn) {
            return start;
        }
        // a bearer token, since Claude Code asks a person first before it uses an API key that it finds
        const metered = { ANTHROPIC_BASE_URL: meter.url, ANTHROPIC_AUTH_TOKEN: meterToken(meter, info.id) };
        return { ...start, env: { ...start.env, ...metered } };
    }
}

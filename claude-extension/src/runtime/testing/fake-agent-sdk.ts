import type { CanUseTool, Query, SDKMessage, SDKUserMessage } from '@anthropic-ai/claude-agent-sdk';
import { ModelTotals } from '../../usage/host/usage-api';
import { AgentSdk } from '../host/agent-sdk-installation';
import { AsyncQueue } from '../host/async-queue';

/** The Agent SDK without a process: what Claude Code says is told by the test. */
export class FakeAgentSdk {
    readonly output = new AsyncQueue<SDKMessage>();
    /** What Claude Code was given. */
    readonly given: SDKUserMessage[] = [];
    closed = 0;
    queries = 0;
    canUseTool: CanUseTool = async () => ({ behavior: 'deny', message: 'no query yet' });

    /** Claude Code has answered everything that it was given. */
    result(modelUsage: ModelTotals = {}): void {
        const result = { type: 'result', subtype: 'success', is_error: false, result: '', modelUsage };
        this.output.push(result as unknown as SDKMessage);
    }

    get sdk(): AgentSdk {
        const query: AgentSdk['query'] = ({ prompt, options }) => {
            this.queries++;
            this.canUseTool = options?.canUseTool ?? this.canUseTool;
            void this.read(prompt as AsyncIterable<SDKUserMessage>);
            const close = (): void => {
                this.closed++;
                this.output.close();
            };
            const said = {
                [Symbol.asyncIterator]: () => this.output[Symbol.asyncIterator](),
                close,
                interrupt: async () => this.result(),
                initializationResult: async () => ({ models: [], commands: [], agents: [] }),
                mcpServerStatus: async () => []
            };
            return said as unknown as Query;
        };
        return { query } as AgentSdk;
    }

    private async read(prompt: AsyncIterable<SDKUserMessage>): Promise<void> {
        for await (const message of prompt) {
            this.given.push(message);
        }
    }
}

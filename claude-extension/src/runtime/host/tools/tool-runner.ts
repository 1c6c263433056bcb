import { cutMiddle } from '../../domain/cut-middle';
import { ToolCall } from '../../../approval/common/approval';
import { TurnContext } from '../claude-runtime';
import { Tool, ToolContext } from './tool';
import { Toolbox } from './toolbox';

/** Runs the calls of one turn: checks, asks the person where that is needed, runs, and reports each step. */
export class ToolRunner {
    constructor(
        private readonly toolbox: Toolbox,
        private readonly tools: ToolContext,
        private readonly turn: TurnContext
    ) {}

    /** Resolves when the call has its outcome in the log, or when nobody answers any more. Never rejects. */
    async run(call: ToolCall): Promise<void> {
        const tool = this.toolbox.find(call.name);
        const parsed = tool?.input.safeParse(call.input);
        if (!tool || !parsed?.success) {
            this.finish(
                call,
                'error',
                tool ? `Malformed input: ${parsed?.error?.message}` : `There is no tool ${call.name}.`
            );
            return;
        }
        if (this.tools.signal.aborted || !(await this.mayRun(tool, call))) {
            return;
        }
        await this.turn.report({ type: 'tool-started', toolUseId: call.toolUseId });
        const { outcome, output } = await this.toolbox.run(tool, call.input, this.tools);
        this.finish(call, outcome, output);
    }

    private async mayRun(tool: Tool, call: ToolCall): Promise<boolean> {
        if (!tool.needsApproval) {
            return true;
        }
        const { answer, message } = await this.turn.approve(call);
        if (answer === 'deny') {
            this.finish(call, 'denied', message ? `The user refused: ${message}` : 'The user refused this.');
        }
        return answer === 'allow' && !this.tools.signal.aborted;
    }

    private finish(call: ToolCall, outcome: 'done' | 'error' | 'denied', output: string): void {
        void this.turn.report({ type: 'tool-finished', toolUseId: call.toolUseId, outcome, output: cutMiddle(output) });
    }
}

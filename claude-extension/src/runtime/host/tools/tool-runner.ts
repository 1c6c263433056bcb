import { resolve } from 'node:path';
import { cutMiddle } from '../../domain/cut-middle';
import { ApprovalAnswer, ToolCall } from '../../../approval/common/approval';
import { isGuarded } from '../../../approval/common/guarded-files';
import { MessageAttachment } from '../../../conversation/common/claude-events';
import { realPath } from '../../../approval/host/approval-api';
import { TurnContext } from '../claude-runtime';
import { keptIn, notKept, ToldResult } from '../result-pictures';
import { Tool, ToolContext, ToolResult } from './tool';
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
        const allowed = this.tools.signal.aborted ? undefined : await this.ask(tool, call);
        if (!allowed || this.tools.signal.aborted) {
            return;
        }
        await this.turn.report({ type: 'tool-started', toolUseId: call.toolUseId });
        if (this.tools.signal.aborted) {
            // stopped meanwhile, or the start could not be written down
            return;
        }
        const { outcome, ...result } = await this.toolbox.run(tool, call.input, {
            ...this.tools,
            answers: allowed.answers
        });
        const { output, pictures } = await this.keep(result);
        this.finish(call, outcome, output, pictures);
    }

    /** A picture that cannot be kept cannot be shown to Claude either; it is told why. */
    private async keep({ output, pictures = [] }: Omit<ToolResult, 'outcome'>): Promise<ToldResult> {
        const kept = await Promise.all(pictures.map(({ name, dataBase64 }) => this.turn.keepPicture(name, dataBase64)));
        const refusals = kept.flatMap(picture => ('why' in picture ? [notKept(picture.why)] : []));
        return { output: [output, ...refusals].filter(Boolean).join('\n'), pictures: kept.flatMap(keptIn) };
    }

    /** `undefined` when it must not run. */
    private async ask(tool: Tool, call: ToolCall): Promise<ApprovalAnswer | undefined> {
        const { asks } = tool;
        const { permissionMode: mode = 'default' } = this.turn.settings();
        const why = asks === 'edit' ? await this.whyProtected(call.input) : undefined;
        if (why !== undefined) {
            this.finish(call, 'denied', why);
            return undefined;
        }
        if (asks === 'nothing' || (mode === 'bypassPermissions' && (asks === 'edit' || asks === 'tool'))) {
            return { answer: 'allow' };
        }
        if (mode === 'plan' && asks === 'edit') {
            this.finish(call, 'denied', 'Not run: the person wants a plan first. Propose it with propose_plan.');
            return undefined;
        }
        if (mode === 'acceptEdits' && asks === 'edit' && !(await this.changesGuarded(call.input))) {
            return { answer: 'allow' };
        }
        const answer = await this.turn.approve({ ...call, kind: asks === 'edit' ? 'tool' : asks });
        if (answer.answer === 'deny') {
            const { message } = answer;
            this.finish(call, 'denied', message ? `The user refused: ${message}` : 'The user refused this.');
        }
        return answer.answer === 'allow' ? answer : undefined;
    }

    /** Whether it would change a file that decides what runs later; links are followed. */
    private async changesGuarded({ path }: ToolCall['input']): Promise<boolean> {
        const { folder } = this.tools;
        const real = typeof path === 'string' ? await realPath(resolve(folder.root, path)) : '';
        return real === '' || isGuarded(folder.within(real));
    }

    /** Nobody is asked for what would be refused. */
    private async whyProtected({ path }: ToolCall['input']): Promise<string | undefined> {
        return typeof path === 'string' && !path.includes('\0') ? this.tools.folder.whyProtected(path) : undefined;
    }

    private finish(
        { toolUseId }: ToolCall,
        outcome: 'done' | 'error' | 'denied',
        output: string,
        pictures: MessageAttachment[] = []
    ): void {
        const shown = pictures.length > 0 ? { pictures } : {};
        void this.turn.report({ type: 'tool-finished', toolUseId, outcome, output: cutMiddle(output), ...shown });
    }
}

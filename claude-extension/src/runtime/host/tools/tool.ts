import { z } from 'zod';
import { SessionFolder } from './session-folder';

/** What a tool may use. */
export interface ToolContext {
    readonly folder: SessionFolder;
    readonly environment: Record<string, string>;
    readonly signal: AbortSignal;
}

/** What a tool did, as Claude is told. */
export interface ToolResult {
    outcome: 'done' | 'error';
    output: string;
}

/** A tool of the Messages API runtime. `run` may throw; the message is then told to Claude. */
export interface Tool<I = unknown> {
    readonly name: string;
    /** For Claude. */
    readonly description: string;
    readonly input: z.ZodType<I>;
    /** Whether a person has to allow each call. */
    readonly needsApproval: boolean;
    run(input: I, context: ToolContext): Promise<ToolResult>;
}

/** A tool whose input type is inferred from its schema; it is only called with what the schema accepts. */
export function defineTool<I>(tool: Tool<I>): Tool {
    return { ...tool, run: (input, context) => tool.run(tool.input.parse(input), context) };
}

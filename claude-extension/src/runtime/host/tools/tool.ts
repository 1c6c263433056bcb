import { z } from 'zod';
import { ApprovalKind } from '../../../approval/common/approval';
import { Confinement } from '../../../sandbox/host/sandbox-api';
import { SessionShell } from '../shell/session-shell';
import { SessionFolder } from './session-folder';

/** What a tool may use. */
export interface ToolContext {
    readonly folder: SessionFolder;
    readonly environment: Record<string, string>;
    /** How processes are started. */
    readonly confinement: Confinement;
    readonly signal: AbortSignal;
    /** Where commands are run. */
    readonly shell?: SessionShell;
    /** What the person chose or wrote, by the text of each question; for tools that ask. */
    readonly answers?: Readonly<Record<string, string>>;
}

/** A picture that a tool gives back. */
export interface FoundPicture {
    readonly name: string;
    readonly dataBase64: string;
}

/** What a tool did, as Claude is told. */
export interface ToolResult {
    outcome: 'done' | 'error';
    output: string;
    /** Shown to Claude behind the words. */
    pictures?: readonly FoundPicture[];
}

/** A tool of the Messages API runtime. `run` may throw; the message is then told to Claude. */
export interface Tool<I = unknown> {
    readonly name: string;
    /** For Claude. */
    readonly description: string;
    readonly input: z.ZodType<I>;
    /**
     * What a person has to say before it runs. `edit`: whether it may change a file; not asked where edits are accepted.
     * `tool`: whether it may run. `nothing`: it only looks.
     */
    readonly asks: 'nothing' | 'edit' | ApprovalKind;
    run(input: I, context: ToolContext): Promise<ToolResult>;
}

/** A tool whose input type is inferred from its schema; it is only called with what the schema accepts. */
export function defineTool<I>(tool: Tool<I>): Tool {
    return { ...tool, run: (input, context) => tool.run(tool.input.parse(input), context) };
}

import { z } from 'zod';
import { bashTool } from './bash-tool';
import { editFileTool, readFileTool, writeFileTool } from './file-tools';
import { askUserTool, proposePlanTool } from './question-tools';
import { searchTool } from './search-tool';
import { Tool, ToolContext, ToolResult } from './tool';
import { webFetchTool } from './web-fetch-tool';

/** A tool as the Messages API wants it declared. */
export interface ToolDeclaration {
    name: string;
    description: string;
    input_schema: { type: 'object'; [field: string]: unknown };
}

const TOOLS: readonly Tool[] = [readFileTool, writeFileTool, editFileTool, searchTool, askUserTool, proposePlanTool];

const WEB_FETCH = webFetchTool();

/** The tools of the Messages API runtime. */
export class Toolbox {
    constructor(private readonly tools: readonly Tool[] = TOOLS) {}

    /** `shell`: with the tool that runs commands. `web`: with the one that fetches pages of the internet. */
    static with({ shell, web }: { shell: boolean; web: boolean }): Toolbox {
        return new Toolbox([...(shell ? [bashTool] : []), ...TOOLS, ...(web ? [WEB_FETCH] : [])]);
    }

    find(name: string): Tool | undefined {
        return this.tools.find(tool => tool.name === name);
    }

    declarations(): ToolDeclaration[] {
        return this.tools.map(({ name, description, input }) => ({
            name,
            description,
            input_schema: { ...z.toJSONSchema(input, { io: 'input' }), type: 'object' }
        }));
    }

    /** Runs a call. Never rejects: whatever goes wrong is told to Claude. */
    async run(tool: Tool, input: unknown, context: ToolContext): Promise<ToolResult> {
        try {
            return await tool.run(input, context);
        } catch (error) {
            const message = error instanceof z.ZodError ? z.prettifyError(error) : String((error as Error).message);
            return { outcome: 'error', output: message };
        }
    }
}

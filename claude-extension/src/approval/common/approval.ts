/** A call of a tool that a person has to allow. */
export interface ToolCall {
    toolUseId: string;
    name: string;
    input: Record<string, unknown>;
}

/** `withdrawn`: nobody will answer any more; the tool must not run. */
export interface ApprovalAnswer {
    answer: 'allow' | 'deny' | 'withdrawn';
    message?: string;
}

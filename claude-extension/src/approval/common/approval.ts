import type { PermissionMode } from '../../conversation/common/claude-events';

/** What a person is asked for: whether a tool may run, to choose, or to accept a plan. */
export type ApprovalKind = 'tool' | 'question' | 'plan';

/** A call of a tool that a person has to allow. */
export interface ToolCall {
    toolUseId: string;
    name: string;
    input: Record<string, unknown>;
    /** `tool` unless given. */
    kind?: ApprovalKind;
}

/** `withdrawn`: nobody will answer any more; the tool must not run. */
export interface ApprovalAnswer {
    answer: 'allow' | 'deny' | 'withdrawn';
    message?: string;
    /** To a question: what was chosen or written, by the text of each question. */
    answers?: Record<string, string>;
    /** To a plan: how much Claude may do from here on. */
    mode?: PermissionMode;
}

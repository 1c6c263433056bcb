import type { PermissionResult } from '@anthropic-ai/claude-agent-sdk';
import { ApprovalAnswer, ApprovalKind } from '../../approval/common/approval';

const ASKS: Record<string, ApprovalKind> = { AskUserQuestion: 'question', ExitPlanMode: 'plan' };

/** What a tool of Claude Code asks the person for; undefined for leave to run. */
export function askedKind(tool: string): ApprovalKind | undefined {
    return Object.hasOwn(ASKS, tool) ? ASKS[tool] : undefined;
}

/** An answer as Claude Code takes it. */
export function permission(input: Record<string, unknown>, { answers, mode }: ApprovalAnswer): PermissionResult {
    return {
        behavior: 'allow',
        updatedInput: answers ? { ...input, answers } : input,
        ...(mode && { updatedPermissions: [{ type: 'setMode', mode, destination: 'session' }] })
    };
}

/** What Claude is told when it may not. */
export function refusal({ answer, message }: ApprovalAnswer): string {
    if (answer !== 'deny') {
        return 'Not run: the turn was stopped.';
    }
    return message ? `The user refused: ${message}` : 'The user refused this.';
}

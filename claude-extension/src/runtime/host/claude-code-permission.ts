import type { PermissionResult } from '@anthropic-ai/claude-agent-sdk';
import { ApprovalAnswer } from '../../approval/common/approval';

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

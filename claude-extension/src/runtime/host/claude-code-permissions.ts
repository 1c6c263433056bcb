import type { PermissionResult } from '@anthropic-ai/claude-agent-sdk';
import { ApprovalAnswer } from '../../approval/common/approval';

/** What Claude Code is told when the person has allowed a call, with what was chosen or accepted. */
export function permission(input: Record<string, unknown>, { answers, mode }: ApprovalAnswer): PermissionResult {
    return {
        behavior: 'allow',
        updatedInput: answers ? { ...input, answers } : input,
        ...(mode && { updatedPermissions: [{ type: 'setMode', mode, destination: 'session' }] })
    };
}

/** What Claude Code is told when a call must not run. */
export function refusal({ answer, message }: ApprovalAnswer): string {
    if (answer !== 'deny') {
        return 'Not run: the turn was stopped.';
    }
    return message ? `The user refused: ${message}` : 'The user refused this.';
}

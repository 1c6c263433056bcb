import type { ApprovalRule, RuleDraft, RuleTool } from '../common/approval-protocol';
import { ApprovalText } from './approval-text';

/** How long a rule holds, as a person chooses it. */
export type Expiry = keyof typeof ApprovalText.expiries;

const HOUR_MS = 3_600_000;
const SPANS_MS: Readonly<Partial<Record<Expiry, number>>> = {
    hour: HOUR_MS,
    day: 24 * HOUR_MS,
    week: 7 * 24 * HOUR_MS,
    month: 30 * 24 * HOUR_MS
};

/** When a choice made now ends; undefined where it does not by itself. */
export function expiryAtMs(expiry: Expiry, nowMs: number): number | undefined {
    const span = SPANS_MS[expiry];
    return span === undefined ? undefined : nowMs + span;
}

/** What a rule is about, without its pattern. */
export function toolInWords(tool: RuleTool): string {
    return tool.startsWith('tool:')
        ? ApprovalText.otherTool(tool.slice('tool:'.length))
        : ApprovalText.tools[tool as keyof typeof ApprovalText.tools];
}

/** The pattern as it is shown. */
export function patternInWords({ tool, pattern }: Pick<RuleDraft, 'tool' | 'pattern'>): string {
    return tool.startsWith('tool:') ? ApprovalText.anyInput : pattern;
}

/** "until 3/4/2027, 10:00 · used 3 times". */
export function ruleInWords(rule: ApprovalRule, nowMs: number): string {
    const parts = [
        rule.sessionId ? ApprovalText.inSession : undefined,
        rule.expiresAtMs === undefined
            ? ApprovalText.forGood
            : rule.expiresAtMs <= nowMs
              ? ApprovalText.expired
              : ApprovalText.expires(
                    new Date(rule.expiresAtMs).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })
                ),
        rule.uses > 0 ? ApprovalText.used(rule.uses) : undefined
    ];
    return parts.filter(Boolean).join(' · ');
}

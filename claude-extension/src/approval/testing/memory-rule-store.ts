import { ApprovalRule } from '../common/approval-protocol';
import { RuleStore } from '../host/rule-store';

/** Rules in memory, for tests. */
export class MemoryRuleStore implements RuleStore {
    private rules: ApprovalRule[] = [];

    async all(): Promise<ApprovalRule[]> {
        return [...this.rules];
    }

    async add(rule: ApprovalRule): Promise<void> {
        this.rules.push(rule);
    }

    async changeExpiry(ruleId: string, expiresAtMs: number | undefined): Promise<boolean> {
        return this.change(ruleId, rule => ({ ...rule, expiresAtMs }));
    }

    async remove(ruleId: string): Promise<void> {
        this.rules = this.rules.filter(rule => rule.ruleId !== ruleId);
    }

    async forgetSession(sessionId: string): Promise<void> {
        this.rules = this.rules.filter(rule => rule.sessionId !== sessionId);
    }

    async used(ruleId: string, atMs: number): Promise<void> {
        this.change(ruleId, rule => ({ ...rule, uses: rule.uses + 1, lastUsedAtMs: atMs }));
    }

    private change(ruleId: string, how: (rule: ApprovalRule) => ApprovalRule): boolean {
        const found = this.rules.some(rule => rule.ruleId === ruleId);
        this.rules = this.rules.map(rule => (rule.ruleId === ruleId ? how(rule) : rule));
        return found;
    }
}

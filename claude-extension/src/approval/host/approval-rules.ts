import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { ToolCall } from '../common/approval';
import { ApprovalErrors } from '../common/approval-errors';
import { ApprovalRule, RuleDraft } from '../common/approval-protocol';
import { CallPlace, findAllowing, isInside } from '../domain/rule-matcher';
import { readPattern } from '../domain/rule-pattern';
import { isFolderUnknown } from '../domain/shell-folder';
import { ApprovalPolicy } from './approval-broker';
import { AskedCalls } from './asked-calls';
import { realPath } from './real-path';
import { RuleStore } from './rule-store';

/** How many rules may be kept. */
const MAX_RULES = 500;

/** Where a call is made. */
export type CallSession = Pick<SessionInfo, 'id' | 'folder'>;

/** What rules need to know of the world. */
export interface RulesWorld {
    now(): number;
    /** Dispatch's own data, which no rule reaches into. */
    readonly dataFolder: string;
}

/** The rules of this person: kept, looked at before the person is asked, and never more than they say. */
export class ApprovalRules {
    private rules: Promise<ApprovalRule[]> | undefined;

    constructor(
        private readonly store: RuleStore,
        private readonly calls: Pick<AskedCalls, 'commandsOf'>,
        private readonly log: StructuredLog,
        private readonly world: RulesWorld
    ) {}

    /** What answers in the session in place of the person. */
    policyFor(session: CallSession): ApprovalPolicy {
        return { decide: call => this.decide(session, call) };
    }

    /** All that are kept, those that have expired as well; oldest first. */
    list(): Promise<readonly ApprovalRule[]> {
        this.rules ??= this.store.all().catch((error: unknown) => {
            // the next one tries again
            this.rules = undefined;
            throw error;
        });
        return this.rules;
    }

    /** Fails with `approval.bad-pattern`, `approval.bad-folder`, `approval.too-many-rules`. */
    async add(draft: RuleDraft): Promise<ApprovalRule> {
        const checked = await this.checked(draft);
        const rules = await this.list();
        if (rules.length >= MAX_RULES) {
            throw ApprovalErrors.tooManyRules({ limit: MAX_RULES });
        }
        const rule = { ...checked, ruleId: randomUUID(), createdAtMs: this.world.now(), uses: 0 };
        await this.changing(() => this.store.add(rule));
        return rule;
    }

    /** The draft with the folder as it really is. Fails as {@link add} does. */
    async checked(draft: RuleDraft): Promise<RuleDraft> {
        const pattern = readPattern(draft.tool, draft.pattern);
        if (pattern.kind === 'bad') {
            throw ApprovalErrors.badPattern({ why: pattern.why });
        }
        const folder = draft.folder.startsWith('/')
            ? await fs.realpath(draft.folder).catch(() => undefined)
            : undefined;
        if (folder === undefined) {
            throw ApprovalErrors.badFolder({ folder: draft.folder });
        }
        return { ...draft, pattern: draft.pattern.trim(), folder };
    }

    /** Fails with `approval.rule-not-found`. */
    async changeExpiry(ruleId: string, expiresAtMs: number | undefined): Promise<void> {
        let found = false;
        await this.changing(async () => {
            found = await this.store.changeExpiry(ruleId, expiresAtMs);
        });
        if (!found) {
            throw ApprovalErrors.ruleNotFound();
        }
    }

    async remove(ruleId: string): Promise<void> {
        await this.changing(() => this.store.remove(ruleId));
    }

    async forgetSession(sessionId: string): Promise<void> {
        await this.changing(() => this.store.forgetSession(sessionId));
    }

    /** The rule that allows a call now. Counts nothing. */
    async find(session: CallSession, call: Pick<ToolCall, 'name' | 'input'>): Promise<ApprovalRule | undefined> {
        const folder = await realPath(session.folder);
        const rules = (await this.list()).filter(rule => this.holds(rule, session.id, folder));
        return rules.length > 0 ? findAllowing(rules, call, await this.placeOf(session, folder)) : undefined;
    }

    /** Whether drafts, which were checked, would together have allowed a call of that session. */
    async wouldAllow(
        drafts: readonly RuleDraft[],
        session: CallSession,
        call: Pick<ToolCall, 'name' | 'input'>
    ): Promise<boolean> {
        const folder = await realPath(session.folder);
        const holding = drafts.filter(
            draft => (draft.sessionId ?? session.id) === session.id && isInside(folder, draft.folder)
        );
        return (await findAllowing(holding, call, await this.place(folder, false))) !== undefined;
    }

    /** A rule has allowed a call. That it cannot be counted stops nothing. */
    async count(rule: ApprovalRule): Promise<void> {
        try {
            await this.changing(() => this.store.used(rule.ruleId, this.world.now()));
        } catch (error) {
            this.log.warn('approval.use-not-counted', { error });
        }
    }

    private async decide(session: CallSession, call: ToolCall): Promise<{ ruleId: string } | undefined> {
        try {
            const rule = await this.find(session, call);
            if (!rule) {
                return undefined;
            }
            await this.count(rule);
            this.log.info('approval.allowed-by-rule', { sessionId: session.id, ruleId: rule.ruleId });
            return { ruleId: rule.ruleId };
        } catch (error) {
            // whatever goes wrong, the person is asked
            this.log.error('approval.rules-failed', { error });
            return undefined;
        }
    }

    private holds(rule: ApprovalRule, sessionId: string, folder: string): boolean {
        return (
            (rule.sessionId ?? sessionId) === sessionId &&
            (rule.expiresAtMs === undefined || this.world.now() < rule.expiresAtMs) &&
            isInside(folder, rule.folder)
        );
    }

    private async placeOf(session: CallSession, folder: string): Promise<CallPlace> {
        const commands = await this.calls.commandsOf(session.id);
        const unknown = isFolderUnknown(commands, session.folder) && isFolderUnknown(commands, folder);
        return this.place(folder, unknown);
    }

    private async place(folder: string, isFolderUnknown: boolean): Promise<CallPlace> {
        return { folder, isFolderUnknown, forbidden: await realPath(this.world.dataFolder), real: realPath };
    }

    /** What is kept is read anew after every change, also after one that failed. */
    private async changing(change: () => Promise<void>): Promise<void> {
        try {
            await change();
        } finally {
            this.rules = undefined;
        }
    }
}

import { Kysely, sql } from 'kysely';
import { Migrations, StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';
import { ApprovalRule } from '../common/approval-protocol';

interface RuleTables {
    approval_rule: {
        rule_id: string;
        tool: string;
        pattern: string;
        folder: string;
        session_id: string | null;
        created_at_ms: number;
        expires_at_ms: number | null;
        uses: number;
        last_used_at_ms: number | null;
    };
}

/** Where rules are kept. */
export interface RuleStore {
    /** Oldest first. */
    all(): Promise<ApprovalRule[]>;
    add(rule: ApprovalRule): Promise<void>;
    /** False where it is not there. */
    changeExpiry(ruleId: string, expiresAtMs: number | undefined): Promise<boolean>;
    remove(ruleId: string): Promise<void>;
    /** With all rules of that session. */
    forgetSession(sessionId: string): Promise<void>;
    used(ruleId: string, atMs: number): Promise<void>;
}

/** The tables of approvals in `state.db`, and indices to what they look for in the logs. */
export const approvalMigrations: Migrations = {
    '0002-approval-rules': async db => {
        await db.schema
            .createTable('approval_rule')
            .addColumn('rule_id', 'text', column => column.primaryKey())
            .addColumn('tool', 'text', column => column.notNull())
            .addColumn('pattern', 'text', column => column.notNull())
            .addColumn('folder', 'text', column => column.notNull())
            .addColumn('session_id', 'text')
            .addColumn('created_at_ms', 'integer', column => column.notNull())
            .addColumn('expires_at_ms', 'integer')
            .addColumn('uses', 'integer', column => column.notNull())
            .addColumn('last_used_at_ms', 'integer')
            .execute();
        for (const type of ['approval-requested', 'tool-requested', 'tool-finished']) {
            const name = sql.raw(`claude_event_${type.replace('-', '_')}`);
            const literal = sql.raw(`'${type}'`);
            await sql`create index ${name} on claude_event (session_id, seq) where type = ${literal}`.execute(db);
        }
    }
};

/** Rules in `state.db`. */
export class SqlRuleStore implements RuleStore {
    private readonly tables: Kysely<RuleTables>;

    constructor(database: StateDatabase) {
        this.tables = database.tables<RuleTables>();
    }

    async all(): Promise<ApprovalRule[]> {
        const rows = await this.tables
            .selectFrom('approval_rule')
            .selectAll()
            .orderBy('created_at_ms')
            .orderBy('rule_id')
            .execute();
        return rows.map(row =>
            ApprovalRule.parse({
                ruleId: row.rule_id,
                tool: row.tool,
                pattern: row.pattern,
                folder: row.folder,
                sessionId: row.session_id ?? undefined,
                createdAtMs: row.created_at_ms,
                expiresAtMs: row.expires_at_ms ?? undefined,
                uses: row.uses,
                lastUsedAtMs: row.last_used_at_ms ?? undefined
            })
        );
    }

    async add(rule: ApprovalRule): Promise<void> {
        await this.tables
            .insertInto('approval_rule')
            .values({
                rule_id: rule.ruleId,
                tool: rule.tool,
                pattern: rule.pattern,
                folder: rule.folder,
                session_id: rule.sessionId ?? null,
                created_at_ms: rule.createdAtMs,
                expires_at_ms: rule.expiresAtMs ?? null,
                uses: rule.uses,
                last_used_at_ms: rule.lastUsedAtMs ?? null
            })
            .execute();
    }

    async changeExpiry(ruleId: string, expiresAtMs: number | undefined): Promise<boolean> {
        const { numUpdatedRows } = await this.tables
            .updateTable('approval_rule')
            .set({ expires_at_ms: expiresAtMs ?? null })
            .where('rule_id', '=', ruleId)
            .executeTakeFirst();
        return numUpdatedRows > 0n;
    }

    async remove(ruleId: string): Promise<void> {
        await this.tables.deleteFrom('approval_rule').where('rule_id', '=', ruleId).execute();
    }

    async forgetSession(sessionId: string): Promise<void> {
        await this.tables.deleteFrom('approval_rule').where('session_id', '=', sessionId).execute();
    }

    async used(ruleId: string, atMs: number): Promise<void> {
        await this.tables
            .updateTable('approval_rule')
            .set(row => ({ uses: row('uses', '+', 1), last_used_at_ms: atMs }))
            .where('rule_id', '=', ruleId)
            .execute();
    }
}

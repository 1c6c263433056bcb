import { Kysely, sql } from 'kysely';
import { StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';
import { ClaudeEventBody } from '../../conversation/common/claude-events';
import { PastCommand } from '../domain/shell-folder';

/** A call that a person, or a rule, was asked about. */
export interface AskedCall {
    readonly sessionId: string;
    readonly approvalId: string;
    readonly kind: 'tool' | 'question' | 'plan';
    readonly name: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly inputHash: string;
    readonly askedAtMs: number;
}

/** What the logs of all sessions say about calls. */
export interface AskedCalls {
    /** Of one session, newest first. */
    ofSession(sessionId: string, limit: number): Promise<AskedCall[]>;
    /** Of all sessions, newest first. */
    newest(limit: number): Promise<AskedCall[]>;
    /** Every command of a session that Claude wanted to run, oldest first, also those nobody was asked about. */
    commandsOf(sessionId: string): Promise<PastCommand[]>;
}

interface EventTables {
    claude_event: { session_id: string; seq: number; type: string; body_json: string; recorded_at_ms: number };
}

type Body<T extends ClaudeEventBody['type']> = Extract<ClaudeEventBody, { type: T }>;

// literals, because a partial index is used only where the query says just what the index says
const IS_ASKED = sql<boolean>`type = 'approval-requested'`;
const IS_CALL = sql<boolean>`type = 'tool-requested'`;
const IS_END = sql<boolean>`type = 'tool-finished'`;
const COMMAND_TOOLS: readonly string[] = ['Bash', 'bash'];

/** The calls in the event logs of `state.db`. */
export class SqlAskedCalls implements AskedCalls {
    private readonly tables: Kysely<EventTables>;

    constructor(database: StateDatabase) {
        this.tables = database.tables<EventTables>();
    }

    ofSession(sessionId: string, limit: number): Promise<AskedCall[]> {
        return this.asked(limit, sessionId);
    }

    newest(limit: number): Promise<AskedCall[]> {
        return this.asked(limit);
    }

    async commandsOf(sessionId: string): Promise<PastCommand[]> {
        const calls = await this.tables
            .selectFrom('claude_event')
            .select(['body_json'])
            .where('session_id', '=', sessionId)
            .where(IS_CALL)
            // what was written into files is none of it, and may be large
            .where(sql<string>`json_extract(body_json, '$.name')`, 'in', COMMAND_TOOLS)
            .orderBy('seq')
            .execute();
        const ends = await this.tables
            .selectFrom('claude_event')
            .select(sql<string>`json_extract(body_json, '$.toolUseId')`.as('id'))
            .where('session_id', '=', sessionId)
            .where(IS_END)
            .where(sql<boolean>`json_extract(body_json, '$.outcome') = 'done'`)
            .execute();
        const done = new Set(ends.map(({ id }) => id));
        return calls.flatMap(({ body_json }) => {
            const { input, toolUseId, name } = JSON.parse(body_json) as Body<'tool-requested'>;
            const { command } = input;
            // our own loop keeps one shell for all commands; Claude Code keeps its folder only
            const keepsShell = name === 'bash';
            return typeof command === 'string' ? [{ command, done: done.has(toolUseId), keepsShell }] : [];
        });
    }

    private async asked(limit: number, sessionId?: string): Promise<AskedCall[]> {
        const rows = await this.tables
            .selectFrom('claude_event')
            .select(['session_id', 'body_json', 'recorded_at_ms'])
            .where(IS_ASKED)
            .$if(sessionId !== undefined, query => query.where('session_id', '=', sessionId ?? ''))
            .orderBy('recorded_at_ms', 'desc')
            .orderBy('seq', 'desc')
            .limit(limit)
            .execute();
        return rows.map(row => {
            const {
                approvalId,
                kind = 'tool',
                name,
                input,
                inputHash
            } = JSON.parse(row.body_json) as Body<'approval-requested'>;
            const { session_id: ofSession, recorded_at_ms: askedAtMs } = row;
            return { sessionId: ofSession, approvalId, kind, name, input, inputHash, askedAtMs };
        });
    }
}

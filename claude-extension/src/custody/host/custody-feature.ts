import { CallSurfaces } from 'dispatch-extension/lib/kernel/host/call-surfaces';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { SessionContext } from 'dispatch-extension/lib/session/host/session-kind';
import { ClaudeEvent } from '../../conversation/common/claude-events';
import { ClaudeDetail, ClaudeOptions } from '../../conversation/common/claude-protocol';
import { SessionFeature, SessionGround, SessionPart } from '../../conversation/host/conversation-api';
import { CustodyErrors } from '../common/custody-errors';
import { CustodyKindRpc, CustodySessionRpc, TRASH_MS } from '../common/custody-protocol';
import { foreignEvents } from '../domain/foreign-events';
import { ForeignConversations } from './foreign-conversations';

/** How often the trash is looked through, in ms. */
const SWEEP_MS = 60 * 60 * 1_000;
/** How much of a conversation is given out at once, in characters of JSON. */
const PAGE_CHARS = 1_000_000;

/** What custody needs of the session host. */
export interface CustodyWorld {
    readonly log: StructuredLog;
    /** Of the person. Default: that of this process. */
    readonly environment?: Record<string, string | undefined>;
}

/** Conversations made elsewhere, the archive, and the trash. */
export class CustodyFeature implements SessionFeature {
    private readonly foreign: ForeignConversations;
    private readonly sessions = new Map<string, SessionGround>();
    /** Conversations that are being taken over, by the session that will hold them. */
    private readonly takenBy = new Map<string, SessionContext>();
    private readonly log: StructuredLog;
    private readonly sweeping: NodeJS.Timeout;

    constructor({ log, environment = process.env }: CustodyWorld) {
        this.log = log.with({ feature: 'custody' });
        this.foreign = new ForeignConversations(environment);
        this.sweeping = setInterval(() => void this.sweep(), SWEEP_MS);
        this.sweeping.unref();
    }

    join(ground: SessionGround): SessionPart {
        const { context, surfaces } = ground;
        this.sessions.set(context.info.id, ground);
        this.letGo(context.info.id);
        surfaces.serve(CustodySessionRpc, {
            setArchived: async ({ archived }) => {
                context.update({ detail: { archived } });
                return {};
            },
            moveToTrash: async () => {
                await ground.whileQuiet(async () => context.update({ detail: { trashedAtMs: context.now() } }));
                return {};
            },
            restoreFromTrash: async () => {
                context.update({ detail: { trashedAtMs: undefined } });
                ground.noLongerRefused();
                return {};
            }
        });
        return { refusal: () => (trashedAtMsOf(context) === undefined ? undefined : CustodyErrors.inTrash()) };
    }

    joinKind(surfaces: CallSurfaces): void {
        surfaces.serve(CustodyKindRpc, {
            listConversations: ({ query, limit }) => this.foreign.list(query, limit, this.knownConversations()),
            readConversation: async ({ conversationId, after }) =>
                pageOf(await this.eventsOf(conversationId, Date.now()), after)
        });
    }

    /**
     * The log of a session that continues a conversation. Fails with `custody.held` where another session does: both would
     * write Claude Code's one file of it. Fails as {@link ForeignConversations.read} does.
     */
    async past({ continues }: ClaudeOptions, context: SessionContext): Promise<readonly ClaudeEvent[] | undefined> {
        if (continues === undefined) {
            return undefined;
        }
        // nothing is awaited before it is taken, so that a second session finds it taken
        const holder = this.holderOf(continues);
        if (holder) {
            const { id: sessionId, title } = holder.info;
            throw CustodyErrors.held({ sessionId, title });
        }
        this.takenBy.set(continues, context);
        return this.eventsOf(continues, context.now());
    }

    async forget(sessionId: string): Promise<void> {
        this.sessions.delete(sessionId);
        this.letGo(sessionId);
    }

    /** Forgets what was in the trash for its time. Never fails. */
    async sweep(): Promise<void> {
        for (const { context } of [...this.sessions.values()]) {
            const trashedAtMs = trashedAtMsOf(context);
            if (trashedAtMs !== undefined && context.now() - trashedAtMs > TRASH_MS) {
                this.log.info('custody.trash-emptied', { sessionId: context.info.id });
                await context.forget().catch((error: unknown) => this.log.warn('custody.trash-not-emptied', { error }));
            }
        }
    }

    private async eventsOf(conversationId: string, nowMs: number): Promise<ClaudeEvent[]> {
        const transcript = await this.foreign.read(conversationId);
        return foreignEvents(transcript, { conversationId, folder: transcript.folder, nowMs });
    }

    /** Those that a session of ours holds. */
    private knownConversations(): Set<string> {
        return new Set([...this.sessions.values()].flatMap(conversationsOf));
    }

    private holderOf(conversationId: string): SessionContext | undefined {
        const holder = [...this.sessions.values()].find(each => conversationsOf(each).includes(conversationId));
        return holder?.context ?? this.takenBy.get(conversationId);
    }

    private letGo(sessionId: string): void {
        for (const [conversationId, { info }] of this.takenBy) {
            if (info.id === sessionId) {
                this.takenBy.delete(conversationId);
            }
        }
    }
}

/** All that its runtime may go on with, also after a rewind is undone. */
function conversationsOf({ recorder }: SessionGround): string[] {
    const { runtimeSessionId, turns } = recorder.conversation.history;
    return [runtimeSessionId, ...turns.map(turn => turn.runtimeSessionId)].filter(id => id !== undefined);
}

function trashedAtMsOf({ info }: SessionContext): number | undefined {
    const detail = ClaudeDetail.safeParse(info.detail);
    return detail.success ? detail.data.trashedAtMs : undefined;
}

function pageOf(events: readonly ClaudeEvent[], after: number): { events: ClaudeEvent[]; more: boolean } {
    const page: ClaudeEvent[] = [];
    let chars = 0;
    for (const event of events.slice(after)) {
        chars += JSON.stringify(event).length;
        if (page.length > 0 && chars > PAGE_CHARS) {
            break;
        }
        page.push(event);
    }
    return { events: page, more: after + page.length < events.length };
}

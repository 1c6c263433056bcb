import { CallSurfaces } from 'dispatch-extension/lib/kernel/host/call-surfaces';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { ClaudeEvent } from '../../conversation/common/claude-events';
import { ClaudeDetail, ClaudeOptions } from '../../conversation/common/claude-protocol';
import { SessionFeature, SessionGround, SessionPart } from '../../conversation/host/conversation-api';
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
                return {};
            }
        });
        return {};
    }

    joinKind(surfaces: CallSurfaces): void {
        surfaces.serve(CustodyKindRpc, {
            listConversations: ({ query, limit }) => this.foreign.list(query, limit, this.knownConversations()),
            readConversation: async ({ conversationId, after }) =>
                pageOf(await this.eventsOf(conversationId, Date.now()), after)
        });
    }

    /** The log of a session that continues a conversation. Fails as {@link ForeignConversations.read} does. */
    async past({ continues }: ClaudeOptions, nowMs: number): Promise<readonly ClaudeEvent[] | undefined> {
        return continues === undefined ? undefined : this.eventsOf(continues, nowMs);
    }

    async forget(sessionId: string): Promise<void> {
        this.sessions.delete(sessionId);
    }

    /** Forgets what was in the trash for its time. Never fails. */
    async sweep(): Promise<void> {
        for (const { context } of [...this.sessions.values()]) {
            const detail = ClaudeDetail.safeParse(context.info.detail);
            const trashedAtMs = detail.success ? detail.data.trashedAtMs : undefined;
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
        const known = [...this.sessions.values()].map(({ recorder }) => recorder.conversation.history.runtimeSessionId);
        return new Set(known.filter(id => id !== undefined));
    }
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

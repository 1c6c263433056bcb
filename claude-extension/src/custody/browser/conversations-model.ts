import { Emitter, Event } from '@theia/core/lib/common/event';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { RpcClient } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { EMPTY_TRANSCRIPT, Transcript } from '../../conversation/domain/transcript';
import { projectEvents } from '../../conversation/domain/transcript-projection';
import type { CustodyKindRpc, ForeignConversation } from '../common/custody-protocol';

/** How many conversations are listed. */
const LISTED = 100;
/** Typing that goes on is not searched for, in ms. */
const TYPING_MS = 300;

/** The conversations made elsewhere, what is looked for, and the one that is read. */
export class ConversationsModel {
    query = '';
    conversations: readonly ForeignConversation[] = [];
    more = false;
    isLooking = false;
    /** What went wrong last, for people. */
    problem: string | undefined;
    chosen: ForeignConversation | undefined;
    /** Of the chosen one, as far as it has come. */
    transcript: Transcript = EMPTY_TRANSCRIPT;
    private readonly changed = new Emitter<void>();
    readonly onDidChange: Event<void> = this.changed.event;
    private timer: ReturnType<typeof setTimeout> | undefined;
    /** Only the newest search counts. */
    private search = 0;

    constructor(private readonly rpc: RpcClient<typeof CustodyKindRpc>) {}

    dispose(): void {
        clearTimeout(this.timer);
        this.changed.dispose();
    }

    lookFor(query: string): void {
        this.query = query;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.refresh(), TYPING_MS);
        this.changed.fire();
    }

    async refresh(): Promise<void> {
        const search = ++this.search;
        this.isLooking = true;
        this.changed.fire();
        await this.attempt(async () => {
            const found = await this.rpc.listConversations({ query: this.query || undefined, limit: LISTED });
            if (search === this.search) {
                this.conversations = found.conversations;
                this.more = found.more;
            }
        });
        this.isLooking = search !== this.search;
        this.changed.fire();
    }

    /** Shows it, page by page as it comes; nothing for the list again. */
    async choose(conversation: ForeignConversation | undefined): Promise<void> {
        this.chosen = conversation;
        this.transcript = EMPTY_TRANSCRIPT;
        this.changed.fire();
        await this.attempt(async () => {
            for (let more = conversation !== undefined; conversation && more && this.chosen === conversation;) {
                const { conversationId } = conversation;
                const page = await this.rpc.readConversation({ conversationId, after: this.transcript.seq });
                if (this.chosen !== conversation) {
                    return;
                }
                this.transcript = projectEvents(this.transcript, page.events).transcript;
                more = page.more;
                this.changed.fire();
            }
        });
    }

    async attempt(work: () => Promise<unknown>): Promise<void> {
        this.problem = undefined;
        try {
            await work();
        } catch (error) {
            this.problem = asDispatchError(error).message;
        }
        this.changed.fire();
    }
}

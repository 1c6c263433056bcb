import { ContributionProvider } from '@theia/core/lib/common/contribution-provider';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { Widget, codicon } from '@theia/core/lib/browser';
import { inject, injectable, named } from '@theia/core/shared/inversify';
import { SessionInfo } from '../common/session-protocol';
import {
    NewSessionOptions,
    SessionDescription,
    SessionOpenOptions,
    SessionViewContribution
} from './session-view-contribution';
import { SessionsClient } from './sessions-client';

const DEFAULT_RANK = 100;

/** The kinds of sessions that this page can show, and what they say of their sessions. */
@injectable()
export class SessionViews {
    @inject(ContributionProvider)
    @named(SessionViewContribution)
    protected readonly contributions!: ContributionProvider<SessionViewContribution>;

    @inject(SessionsClient)
    protected readonly client!: SessionsClient;

    private readonly onDidChangeEmitter = new Emitter<void>();
    private sorted: readonly SessionViewContribution[] | undefined;

    /** Fires when a description may have changed without its session. */
    readonly onDidChange: Event<void> = this.onDidChangeEmitter.event;

    /** Every kind that can be made now: known to this page, and to the host once it has been asked. */
    get creatable(): readonly SessionViewContribution[] {
        const { kinds } = this.client;
        return this.views.filter(view => kinds.length === 0 || kinds.includes(view.kind));
    }

    find(kind: string): SessionViewContribution | undefined {
        return this.views.find(view => view.kind === kind);
    }

    /** Undefined for a kind that this page cannot show. */
    async open(session: SessionInfo, options?: SessionOpenOptions): Promise<Widget | undefined> {
        return this.find(session.kind)?.open(session, options);
    }

    async createNew(kind: string, options?: NewSessionOptions): Promise<Widget | undefined> {
        return this.find(kind)?.createNew(options);
    }

    /** Asked for at first use, because contributions in their turn use services that use this one. */
    private get views(): readonly SessionViewContribution[] {
        if (!this.sorted) {
            const views = this.contributions.getContributions().slice();
            this.sorted = views.sort((a, b) => (a.rank ?? DEFAULT_RANK) - (b.rank ?? DEFAULT_RANK));
            this.sorted.forEach(view => view.onDidChange?.(() => this.onDidChangeEmitter.fire()));
        }
        return this.sorted;
    }

    iconOf(session: SessionInfo): string {
        return this.describe(session).iconClass ?? this.find(session.kind)?.iconClass ?? codicon('question');
    }

    isPutAway(session: SessionInfo): boolean {
        return this.find(session.kind)?.isPutAway?.(session) ?? false;
    }

    describe(session: SessionInfo): SessionDescription {
        return this.find(session.kind)?.describe?.(session) ?? {};
    }
}

import { RunningSessions } from 'dispatch-extension/lib/kernel/common/process-contract';
import { MeteredSession } from 'dispatch-extension/lib/kernel/common/usage-contract';

/** How long what the session host said is believed of a session that runs, in ms: so long its token outlives it at most. */
const BELIEVED_MS = 2_000;

/** Which sessions run, as the session host says. */
export class RunningSessionList {
    private known = new Map<string, MeteredSession>();
    private askedAtMs = Number.NEGATIVE_INFINITY;
    private asking: Promise<void> | undefined;

    constructor(
        /** Asks the session host; rejects when it cannot be reached. */
        private readonly ask: () => Promise<unknown>,
        /** Told what sessions are called, whenever it was asked. */
        private readonly whenTold: (sessions: readonly MeteredSession[]) => Promise<void>,
        /** Of a clock that is never set. */
        private readonly now: () => number
    ) {}

    /** A session that runs; `undefined` for one that has ended. Rejects when the session host cannot be reached. */
    async find(sessionId: string): Promise<MeteredSession | undefined> {
        const known = this.known.get(sessionId);
        if (known && this.now() - this.askedAtMs < BELIEVED_MS) {
            return known;
        }
        await this.refresh();
        if (!this.known.has(sessionId)) {
            // what was under way may have been asked before the session was made
            await this.refresh();
        }
        return this.known.get(sessionId);
    }

    /** All that run. Rejects when the session host cannot be reached. */
    async all(): Promise<MeteredSession[]> {
        await this.refresh();
        return [...this.known.values()];
    }

    private refresh(): Promise<void> {
        this.asking ??= this.askNow().finally(() => (this.asking = undefined));
        return this.asking;
    }

    private async askNow(): Promise<void> {
        const atMs = this.now();
        const { sessions } = RunningSessions.parse(await this.ask());
        const before = this.known;
        this.known = new Map(sessions.map(({ id, ...session }) => [id, { sessionId: id, ...session }]));
        this.askedAtMs = atMs;
        const changed = [...this.known.values()].filter(session => !isSame(before.get(session.sessionId), session));
        await this.whenTold(changed);
    }
}

function isSame(before: MeteredSession | undefined, now: MeteredSession): boolean {
    return before?.title === now.title && before.folder === now.folder && before.kind === now.kind;
}

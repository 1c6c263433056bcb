import { DEFAULT_LIMITS } from 'dispatch-extension/lib/kernel/common/process-contract';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { SessionChange, SessionContext } from 'dispatch-extension/lib/session/host/session-kind';
import { NEW_CONVERSATION } from '../domain/session-title';

export const SESSION_ID = SessionId.parse('01JD00000000000000000CAFEZ');

/** A log that keeps nothing but the names of events. */
export class SilentLog implements StructuredLog {
    readonly events: string[] = [];
    error = (event: string): void => void this.events.push(event);
    warn = (event: string): void => void this.events.push(event);
    info = (event: string): void => void this.events.push(event);
    debug = (event: string): void => void this.events.push(event);
    with(): StructuredLog {
        return this;
    }
}

/** What the engine would give to a session; it applies updates as the engine does. */
export class FakeSessionContext implements SessionContext {
    readonly log = new SilentLog();
    readonly changes: SessionChange[] = [];
    limits = DEFAULT_LIMITS;
    /** What a fork is started with; answers with the id of the new session. */
    beside: (options: unknown, title: string) => Promise<SessionId> = async () => this.info.id;
    info: SessionInfo;

    constructor(
        folder: string,
        readonly storageFolder = folder,
        id: SessionId = SESSION_ID
    ) {
        this.info = {
            id,
            kind: 'claude',
            title: NEW_CONVERSATION,
            folder,
            state: 'active',
            viewers: 0,
            createdAtMs: 0,
            changedAtMs: 0,
            detail: {}
        };
    }

    update(change: SessionChange): void {
        this.changes.push(change);
        const { detail, ...rest } = change;
        this.info = { ...this.info, ...rest, detail: { ...this.info.detail, ...detail } };
    }

    async keepStart(): Promise<void> {}

    async recallStart(): Promise<undefined> {
        return undefined;
    }

    forgotten = false;

    async forget(): Promise<void> {
        this.forgotten = true;
    }

    startBeside(options: Record<string, unknown>, title: string): Promise<SessionId> {
        return this.beside(options, title);
    }

    now(): number {
        return Date.now();
    }
}

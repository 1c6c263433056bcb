import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { SessionPart } from './session-feature';

/** All that features do with one session. */
export class SessionParts {
    /** May be filled until the first turn. */
    constructor(private readonly parts: readonly SessionPart[] = []) {}

    /** Why no turn may begin now, though the session goes on. */
    get refusal(): DispatchError | undefined {
        return this.parts.map(part => part.refusal?.()).find(each => each !== undefined);
    }

    /** Throws what is in the way of a message. */
    refuse(): void {
        const { refusal } = this;
        if (refusal) {
            throw refusal;
        }
    }

    async beforeTurn(turnId: string, signal: AbortSignal): Promise<void> {
        await Promise.all(this.parts.map(part => part.beforeTurn?.(turnId, signal)));
    }

    async afterTurn(turnId: string): Promise<void> {
        await Promise.all(this.parts.map(part => part.afterTurn?.(turnId)));
    }

    async close(): Promise<void> {
        await Promise.all(this.parts.map(part => part.close?.()));
    }
}

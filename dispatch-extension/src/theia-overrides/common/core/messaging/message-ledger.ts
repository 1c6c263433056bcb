import { z } from 'zod';

/** More than this is not kept for a peer that has not confirmed it, in bytes. Older messages are given up first. */
export const MAX_KEPT_BYTES = 16 * 1024 * 1024;

/** A receiver confirms what came after so many messages, or so many bytes, whichever is first. */
const CONFIRM_EVERY_MESSAGES = 64;
const CONFIRM_EVERY_BYTES = 256 * 1024;

/** How many messages of a connection somebody has received so far, from its beginning on, over all its sockets. */
export const MessageCount = z.number().int().nonnegative();

/** What a socket says of itself in its handshake: how much the page has received on the connection it belongs to. */
export const ConnectionHandshake = z.object({ received: MessageCount });
export type ConnectionHandshake = z.infer<typeof ConnectionHandshake>;

/** Events of the socket beside Theia's own. Each carries a {@link MessageCount}, `lost` carries nothing. */
export const LedgerEvents = {
    /** So many have been received: they need not be kept any more. */
    confirm: 'dispatch:confirm',
    /** The backend took this socket for the connection, and has received so many: send the others. */
    resume: 'dispatch:resume',
    /** What the page lacks is not kept any more: it has to begin anew. */
    lost: 'dispatch:lost'
} as const;

/**
 * What one side of Theia's connection has sent and received, so that the next socket goes on where the last one broke.
 *
 * Theia 1.74.1 neither counts nor confirms: what was on its way when a socket breaks is lost without a word, and its
 * requests never end. Of what it buffers meanwhile it loses all but the first message (see also theia #13662). Here each
 * side counts what it has received, tells it to the other at a reconnect, and is sent the rest again, in order. A socket
 * delivers in order, so a count says it all. May go when upstream resumes connections itself.
 */
export class MessageLedger {
    private kept: Uint8Array[] = [];
    private keptBytes = 0;
    /** How many messages came before those that are kept. */
    private forgotten = 0;
    private receivedCount = 0;
    private unconfirmedMessages = 0;
    private unconfirmedBytes = 0;

    constructor(private readonly maxBytes = MAX_KEPT_BYTES) {}

    /** How many messages were received. */
    get received(): number {
        return this.receivedCount;
    }

    /** Keeps a message, sent or not. It belongs to the ledger from now on: it may not be written to any more. */
    keep(message: Uint8Array): void {
        this.kept.push(message);
        this.keptBytes += message.byteLength;
        let tooMany = 0;
        while (this.keptBytes > this.maxBytes) {
            this.keptBytes -= this.kept[tooMany].byteLength;
            tooMany++;
        }
        this.forget(tooMany);
    }

    /** The peer has received so many: forgets them. A number that cannot be is left alone. */
    confirmed(count: number): void {
        const known = count - this.forgotten;
        if (known > 0 && known <= this.kept.length) {
            this.kept.slice(0, known).forEach(message => (this.keptBytes -= message.byteLength));
            this.forget(known);
        }
    }

    /** What a peer that has received `count` messages lacks, in order; `undefined` when that is not kept any more. */
    since(count: number): readonly Uint8Array[] | undefined {
        const known = count - this.forgotten;
        return known < 0 || known > this.kept.length ? undefined : this.kept.slice(known);
    }

    /** Counts a message that came; true when it is time to confirm. */
    receive(bytes: number): boolean {
        this.receivedCount++;
        this.unconfirmedMessages++;
        this.unconfirmedBytes += bytes;
        if (this.unconfirmedMessages < CONFIRM_EVERY_MESSAGES && this.unconfirmedBytes < CONFIRM_EVERY_BYTES) {
            return false;
        }
        this.unconfirmedMessages = 0;
        this.unconfirmedBytes = 0;
        return true;
    }

    private forget(messages: number): void {
        this.kept.splice(0, messages);
        this.forgotten += messages;
    }
}

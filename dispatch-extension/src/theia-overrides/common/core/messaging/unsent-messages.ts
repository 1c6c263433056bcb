/** What a socket must be able to do to be given the messages that waited for it. */
export interface MessageSink {
    send(message: Uint8Array): unknown;
}

/** More than this is not kept while a page is away, in bytes. It is away for ten seconds at most. */
export const MAX_UNSENT_BYTES = 16 * 1024 * 1024;

/**
 * Messages of Theia's RPC that could not be sent while the socket was away. Takes the place of Theia's
 * `SocketWriteBuffer`, in the page and in the backend.
 *
 * Theia 1.74.1 joins all waiting messages into one, of which the receiver parses only the first: the others are lost
 * without a word, and their requests never end (see also theia #13662). Here each is sent as it was, in order. May go
 * when upstream's `flush` sends them one by one.
 *
 * Errors: RangeError above {@link MAX_UNSENT_BYTES}, as upstream throws above 100 KiB.
 */
export class UnsentMessages {
    private messages: Uint8Array[] = [];
    private bytes = 0;

    constructor(private readonly maxBytes = MAX_UNSENT_BYTES) {}

    /** Keeps a copy: the caller uses its buffer again. */
    buffer(message: Uint8Array): void {
        if (this.bytes + message.byteLength > this.maxBytes) {
            throw new RangeError(`More than ${this.maxBytes} bytes are waiting for the connection to return.`);
        }
        this.messages.push(message.slice());
        this.bytes += message.byteLength;
    }

    /** Sends what waits, each message by itself, and forgets it. */
    flush(socket: MessageSink): void {
        const waiting = this.messages;
        this.drain();
        waiting.forEach(message => socket.send(message));
    }

    /** Forgets what waits. */
    drain(): void {
        this.messages = [];
        this.bytes = 0;
    }
}

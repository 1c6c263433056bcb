import { SESSION_SOCKET_PATH } from '../common/session-protocol';

/** What is told of one socket. Nothing is called after `closed`, nor after `close()`. */
export interface SessionSocketListener {
    opened(): void;
    text(message: string): void;
    binary(message: Uint8Array): void;
    /** `everOpened` is false when the connection was refused: the person may be signed out. */
    closed(everOpened: boolean): void;
}

/** A connection that was not made in this time is given up, in ms. */
const CONNECT_MS = 10_000;

/** One WebSocket to the session host, through the gateway. It is used once; the manager makes the next. */
export class SessionSocket {
    private readonly socket: WebSocket;
    private readonly timer: number;
    private everOpened = false;
    private done = false;

    constructor(private readonly listener: SessionSocketListener) {
        this.socket = new WebSocket(sessionSocketUrl(window.location));
        this.socket.binaryType = 'arraybuffer';
        this.socket.onopen = () => this.opened();
        this.socket.onmessage = event => this.received(event.data);
        this.socket.onclose = () => this.ended();
        this.timer = window.setTimeout(() => this.fail(), CONNECT_MS);
    }

    /** How much was given to `send` and has not left this machine, in bytes. */
    get bufferedBytes(): number {
        return this.socket.bufferedAmount;
    }

    send(message: string | Uint8Array<ArrayBuffer>): void {
        if (!this.done && this.socket.readyState === WebSocket.OPEN) {
            this.socket.send(message);
        }
    }

    /** Gives it up now, without waiting for a partner that may be gone; `closed` is called. */
    fail(): void {
        this.close();
        this.listener.closed(this.everOpened);
    }

    /** Closes without calling anyone. */
    close(): void {
        this.done = true;
        window.clearTimeout(this.timer);
        this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
        this.socket.close();
    }

    private opened(): void {
        this.everOpened = true;
        window.clearTimeout(this.timer);
        this.listener.opened();
    }

    private received(data: unknown): void {
        if (typeof data === 'string') {
            this.listener.text(data);
        } else if (data instanceof ArrayBuffer) {
            this.listener.binary(new Uint8Array(data));
        }
    }

    private ended(): void {
        if (!this.done) {
            this.fail();
        }
    }
}

/** The socket's address: beside the page, so that Dispatch may live below a path. */
export function sessionSocketUrl(location: { href: string }): string {
    const url = new URL(SESSION_SOCKET_PATH.slice(1), location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    url.hash = '';
    url.search = '';
    return url.href;
}

import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { ControlAnswer } from '../../kernel/common/control-messages';
import { DispatchError } from '../../kernel/common/errors';
import { SessionId, ViewerId } from '../../kernel/common/ids';
import { SessionInfo } from '../../session/common/session-protocol';
import { decodeFrame, encodeFrame } from '../../session/common/stream-frames';
import { InputOutbox } from '../../session/domain/input-outbox';
import { ReconnectDelay } from '../../session/domain/reconnect-delay';
import { AttachmentLink, Attachment } from '../../session/domain/viewer-attachment';
import { ConnectOptions, StreamSink } from '../../session/domain/viewer-stream';

interface PendingRequest {
    text: string;
    repeatable: boolean;
    sent: boolean;
    resolve(result: unknown): void;
    reject(error: Error): void;
}

/** A socket on which nothing was heard for this long is given up, in ms. The host pings every 20 s. */
const SILENCE_MS = 25_000;

/**
 * A program that watches sessions as a page does, with a page's own logic of recovery: it connects again by itself,
 * attaches at the position reached and sends unacknowledged input again. Whoever makes it closes it.
 */
export class SessionClient {
    /** How long each loss of the connection lasted, in ms. */
    readonly outagesMs: number[] = [];
    private readonly viewerId = ViewerId.parse(randomUUID());
    private readonly attachments = new Set<Attachment>();
    private readonly channels = new Map<number, Attachment>();
    private readonly requests = new Map<number, PendingRequest>();
    private readonly delay = new ReconnectDelay(Math.random);
    private readonly timers = new Set<NodeJS.Timeout>();
    private socket: WebSocket | undefined;
    private link: AttachmentLink | undefined;
    private lastChannel = 0;
    private lastRequest = 0;
    private lostAtMs: number | undefined;
    private closed = false;

    constructor(private readonly openSocket: () => WebSocket) {
        this.connect();
    }

    /** Rejects with the host's error. A request that may have been applied fails with the connection unless `repeatable`. */
    request(method: string, params: unknown = {}, repeatable = false): Promise<unknown> {
        const id = ++this.lastRequest;
        const text = JSON.stringify({ id, method, params });
        return new Promise((resolve, reject) => {
            this.requests.set(id, { text, repeatable, sent: false, resolve, reject });
            this.flushRequests();
        });
    }

    /** Starts a terminal that runs `args`, its first element an absolute path. */
    async startTerminal(args: readonly string[], folder?: string): Promise<SessionInfo> {
        const [shell, ...rest] = args;
        const params = { kind: 'terminal', folder, options: { shell, args: rest } };
        const { session } = (await this.request('createSession', params)) as { session: unknown };
        return SessionInfo.parse(session);
    }

    async listSessions(): Promise<SessionInfo[]> {
        const { sessions } = (await this.request('listSessions', {}, true)) as { sessions: unknown };
        return SessionInfo.array().parse(sessions);
    }

    /** Watches; all that is sent is acknowledged by the sink through the attachment. */
    attach(sessionId: SessionId, sink: StreamSink, options: ConnectOptions): Attachment {
        const parts = { sessionId, viewerId: this.viewerId, sink, options, outbox: new InputOutbox() };
        const attachment = new Attachment(parts);
        this.attachments.add(attachment);
        if (this.link) {
            attachment.socketOpened(this.link);
        }
        return attachment;
    }

    /** Cuts the connection, as a network does; it connects again. */
    cut(): void {
        this.socket?.terminate();
    }

    close(): void {
        this.closed = true;
        this.timers.forEach(timer => clearTimeout(timer));
        this.attachments.forEach(attachment => attachment.dispose());
        this.socket?.terminate();
        this.requests.forEach(({ reject }) => reject(new Error('the client was closed')));
    }

    private connect(): void {
        const socket = this.openSocket();
        this.socket = socket;
        let silence: NodeJS.Timeout | undefined;
        const heard = (): void => {
            clearTimeout(silence);
            silence = setTimeout(() => socket.terminate(), SILENCE_MS).unref();
        };
        socket.on('open', () => this.opened(socket));
        socket.on('ping', heard);
        socket.on('message', (data, isBinary) => {
            heard();
            this.receive(data as Buffer, isBinary);
        });
        // 'close' follows, and is what counts
        socket.on('error', () => undefined);
        socket.on('close', () => {
            clearTimeout(silence);
            this.lost();
        });
    }

    private opened(socket: WebSocket): void {
        this.delay.reset();
        if (this.lostAtMs !== undefined) {
            this.outagesMs.push(performance.now() - this.lostAtMs);
            this.lostAtMs = undefined;
        }
        const link: AttachmentLink = {
            openChannel: attachment => {
                this.channels.set(++this.lastChannel, attachment);
                return this.lastChannel;
            },
            closeChannel: channel => this.channels.delete(channel),
            send: frame => socket.readyState === WebSocket.OPEN && socket.send(encodeFrame(frame))
        };
        this.link = link;
        this.attachments.forEach(attachment => attachment.socketOpened(link));
        this.flushRequests();
    }

    private lost(): void {
        if (this.closed) {
            return;
        }
        this.lostAtMs ??= performance.now();
        this.link = undefined;
        this.channels.clear();
        this.attachments.forEach(attachment => attachment.socketClosed());
        for (const [id, pending] of this.requests) {
            if (pending.sent && !pending.repeatable) {
                this.requests.delete(id);
                pending.reject(new Error('the connection was lost before the answer'));
            }
            pending.sent = false;
        }
        this.later(() => this.connect(), this.delay.nextMs());
    }

    private receive(data: Buffer, isBinary: boolean): void {
        if (isBinary) {
            const frame = decodeFrame(data);
            const attachment = this.channels.get(frame.channel);
            const retryAfterMs = attachment?.receive(frame);
            if (attachment && retryAfterMs !== undefined) {
                this.later(() => attachment.attach(), retryAfterMs);
            }
            return;
        }
        const answer = ControlAnswer.safeParse(JSON.parse(data.toString()));
        const pending = answer.success ? this.requests.get(answer.data.id) : undefined;
        if (answer.success && pending) {
            this.requests.delete(answer.data.id);
            const { result, error } = answer.data;
            if (error) {
                pending.reject(DispatchError.fromWire(error));
            } else {
                pending.resolve(result);
            }
        }
    }

    private flushRequests(): void {
        if (this.link && this.socket?.readyState === WebSocket.OPEN) {
            for (const pending of this.requests.values()) {
                if (!pending.sent) {
                    pending.sent = true;
                    this.socket.send(pending.text);
                }
            }
        }
    }

    private later(run: () => void, ms: number): void {
        const timer = setTimeout(() => {
            this.timers.delete(timer);
            run();
        }, ms);
        this.timers.add(timer);
    }
}

import { randomUUID } from 'node:crypto';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { RawData, WebSocket } from 'ws';
import { SessionId, ViewerId } from '../../kernel/common/ids';
import { SECRET_HEADER } from '../../kernel/common/process-contract';
import { SESSION_SOCKET_PATH } from '../common/session-protocol';
import { decodeFrame, encodeFrame, MAX_FRAME_BYTES, StreamFrame } from '../common/stream-frames';
import { ControlChannel, RequestOptions } from '../domain/control-channel';
import { InputOutbox } from '../domain/input-outbox';
import { ReconnectDelay } from '../domain/reconnect-delay';
import { Attachment, AttachmentLink } from '../domain/viewer-attachment';
import { StreamSink } from '../domain/viewer-stream';

/** Where the session host listens, and the secret that it asks for. */
export interface HostAddress {
    socketPath: string;
    secret: string;
}

/** Reads a session. Disposing stops reading; the session goes on. */
export interface Observation {
    /** Everything before `offset` has been processed; lets the host send more. */
    acknowledge(offset: number): void;
    dispose(): void;
}

/** How much may be under way and not processed, in bytes. */
const WINDOW_BYTES = 256 * 1024;

/** Room for the largest frame, and for a control message of the largest size that is not plain ASCII. */
const MAX_MESSAGE_BYTES = 2 * MAX_FRAME_BYTES;

/**
 * The ide's one connection to the session host, over any number of sockets: requests, notifications, and sessions that
 * are read. It observes only, see `AttachRequest.observer`: it is nobody's screen.
 */
export class HostLink {
    private readonly viewerId = ViewerId.parse(randomUUID());
    private readonly attachments = new Set<Attachment>();
    private readonly channels = new Map<number, Attachment>();
    private readonly delay = new ReconnectDelay(Math.random);
    private readonly control = new ControlChannel(
        (method, params) => this.onDidNotifyEmitter.fire({ method, params }),
        (work, ms) => {
            const timer = setTimeout(work, ms);
            return () => clearTimeout(timer);
        }
    );
    private readonly onDidConnectEmitter = new Emitter<void>();
    private readonly onDidNotifyEmitter = new Emitter<{ method: string; params: unknown }>();
    private socket: WebSocket | undefined;
    private retryTimer: NodeJS.Timeout | undefined;
    private lastChannel = 0;
    private over = false;

    /** Fires after each connection, before anything that was waiting is sent. */
    readonly onDidConnect: Event<void> = this.onDidConnectEmitter.event;
    /** A notification of the host, not yet checked. */
    readonly onDidNotify: Event<{ method: string; params: unknown }> = this.onDidNotifyEmitter.event;

    constructor(private readonly address: HostAddress) {}

    /** Connects, and again whenever the connection is lost, until {@link dispose}. */
    connect(): void {
        const { socketPath, secret } = this.address;
        const socket = new WebSocket(`ws+unix://${socketPath}:${SESSION_SOCKET_PATH}`, {
            headers: { [SECRET_HEADER]: secret },
            perMessageDeflate: false,
            maxPayload: MAX_MESSAGE_BYTES
        });
        this.socket = socket;
        socket.on('open', () => this.opened(socket));
        socket.on('message', (data, isBinary) => this.receive(data, isBinary));
        // told again by `close`, which tries anew: a session host that is away is started by the gateway
        socket.on('error', () => undefined);
        socket.on('close', () => this.closed());
    }

    /** Asks the host. Fails as `ControlChannel.request` does. */
    request(method: string, params: unknown, options?: RequestOptions): Promise<unknown> {
        return this.control.request(method, params, options);
    }

    /** Reads what a session has written and writes, from position `from` on, every byte that is retained. */
    observe(sessionId: SessionId, from: number, sink: StreamSink): Observation {
        const attachment = new Attachment({
            sessionId,
            viewerId: this.viewerId,
            sink,
            options: { window: WINDOW_BYTES, from, observer: true },
            outbox: new InputOutbox()
        });
        this.attachments.add(attachment);
        if (this.socket?.readyState === WebSocket.OPEN) {
            attachment.socketOpened(this.linkOf(this.socket));
        }
        return {
            acknowledge: offset => attachment.acknowledge(offset),
            dispose: () => {
                attachment.dispose();
                this.attachments.delete(attachment);
            }
        };
    }

    /** Lets go of the host, without a word to it. */
    dispose(): void {
        this.over = true;
        clearTimeout(this.retryTimer);
        this.socket?.terminate();
    }

    private opened(socket: WebSocket): void {
        this.delay.reset();
        this.onDidConnectEmitter.fire();
        this.control.socketOpened(text => socket.send(text));
        const link = this.linkOf(socket);
        for (const attachment of this.attachments) {
            attachment.socketOpened(link);
        }
    }

    private closed(): void {
        this.socket = undefined;
        this.channels.clear();
        this.control.socketClosed();
        for (const attachment of this.attachments) {
            attachment.socketClosed();
        }
        if (!this.over) {
            this.retryTimer = setTimeout(() => this.connect(), this.delay.nextMs());
        }
    }

    private receive(data: RawData, isBinary: boolean): void {
        // `nodebuffer`, the default of ws, gives one Buffer
        const bytes = data as Buffer;
        if (isBinary) {
            this.receiveFrame(bytes);
        } else {
            this.control.receive(bytes.toString('utf8'));
        }
    }

    private receiveFrame(bytes: Buffer): void {
        let frame: StreamFrame;
        try {
            frame = decodeFrame(bytes);
        } catch {
            // not a frame of this protocol: whatever comes after it on this socket cannot be trusted either
            this.socket?.terminate();
            return;
        }
        const attachment = this.channels.get(frame.channel);
        const retryMs = attachment?.receive(frame);
        if (attachment && retryMs !== undefined) {
            setTimeout(() => attachment.attach(), retryMs).unref();
        }
        if (attachment?.isOver) {
            this.attachments.delete(attachment);
        }
    }

    private linkOf(socket: WebSocket): AttachmentLink {
        return {
            openChannel: attachment => {
                const channel = ++this.lastChannel;
                this.channels.set(channel, attachment);
                return channel;
            },
            closeChannel: channel => void this.channels.delete(channel),
            send: frame => socket.readyState === WebSocket.OPEN && socket.send(encodeFrame(frame))
        };
    }
}

import { RawData, WebSocket } from 'ws';
import { asDispatchError } from '../../kernel/common/errors';
import {
    ControlAnswer,
    ControlNotification,
    ControlRequest,
    MAX_CONTROL_CHARS
} from '../../kernel/common/control-messages';
import { RpcErrors } from '../../kernel/common/rpc-errors';
import { RpcGuard } from '../../kernel/host/rpc-guard';
import { StructuredLog } from '../../kernel/host/structured-log';
import { SessionErrors } from '../common/session-errors';
import { AttachRequest, decodeFrame, encodeFrame, FrameType, StreamFrame } from '../common/stream-frames';
import { PageChannel } from './page-channel';
import { Attachment, StreamViewer } from './session-kind';

/** What a connection needs of the sessions. */
export interface AttachableSessions {
    attach(viewer: StreamViewer, request: AttachRequest): Attachment;
}

const MAX_ATTACHMENTS = 256;
const MAX_REQUESTS_UNDER_WAY = 100;
/** A page that lets this much wait is taken for dead, in bytes. Streams stop long before, by their credit. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** WebSocket close codes (RFC 6455, 7.4.1). */
enum Close {
    InvalidPayload = 1007,
    PolicyViolation = 1008,
    TooBig = 1009
}

/** One page: its requests, and its attachments by channel. What it does wrong closes this connection and nothing else. */
export class PageConnection {
    private readonly channels = new Map<number, PageChannel>();
    private requestsUnderWay = 0;

    constructor(
        private readonly socket: WebSocket,
        private readonly guard: RpcGuard,
        private readonly sessions: AttachableSessions,
        private readonly log: StructuredLog,
        private readonly maxFrameBytes: () => number
    ) {
        socket.on('message', (data, isBinary) => this.receive(data, isBinary));
        socket.on('error', error => log.info('page.socket-error', { code: (error as NodeJS.ErrnoException).code }));
        socket.on('close', code => this.closed(code));
    }

    /** Tells the page something. */
    notify(name: string, params: unknown): void {
        this.sendText({ notify: name, params } satisfies ControlNotification);
    }

    /** The host goes away. */
    close(code: number, reason: string): void {
        this.socket.close(code, reason);
    }

    private receive(data: RawData, isBinary: boolean): void {
        // `nodebuffer`, the default of ws, gives one Buffer
        const bytes = data as Buffer;
        if (isBinary) {
            this.receiveFrame(bytes);
        } else {
            void this.receiveRequest(bytes);
        }
    }

    private receiveFrame(bytes: Buffer): void {
        const limit = this.maxFrameBytes();
        if (bytes.length > limit) {
            this.reject(Close.TooBig, `a frame of ${bytes.length} bytes; MAX_FRAME_KIB allows ${limit}`);
            return;
        }
        let frame: StreamFrame;
        try {
            frame = decodeFrame(bytes);
        } catch (error) {
            this.reject(Close.InvalidPayload, asDispatchError(error).code);
            return;
        }
        this.handleFrame(frame);
    }

    private handleFrame(frame: StreamFrame): void {
        const channel = this.channels.get(frame.channel);
        switch (frame.type) {
            case FrameType.Attach:
                return this.attach(frame.channel, frame.request);
            case FrameType.Ack:
                return channel?.handle(attachment => attachment.acknowledge(frame.offset));
            case FrameType.Input:
                return channel?.handle(attachment => attachment.input(frame.seq, frame.bytes));
            case FrameType.Resize:
                return channel?.handle(attachment => attachment.resize(frame.grid));
            case FrameType.Drive:
                return channel?.handle(attachment => attachment.drive?.(frame.role));
            case FrameType.Detach:
                this.channels.delete(frame.channel);
                return channel?.close();
            default:
                this.reject(Close.PolicyViolation, 'a frame that only the host sends');
        }
    }

    private attach(number: number, request: AttachRequest): void {
        if (this.channels.has(number)) {
            this.reject(Close.PolicyViolation, 'the channel is in use');
            return;
        }
        const channel = new PageChannel(
            number,
            frame => this.sendFrame(frame),
            error => this.channelFailed(number, request, error)
        );
        this.channels.set(number, channel);
        channel.open(viewer => {
            if (this.channels.size > MAX_ATTACHMENTS) {
                throw SessionErrors.tooManyAttachments({ limit: MAX_ATTACHMENTS });
            }
            return this.sessions.attach(viewer, request);
        });
    }

    private channelFailed(number: number, { sessionId }: AttachRequest, thrown: unknown): void {
        this.channels.delete(number);
        const error = asDispatchError(thrown);
        if (error.kind === 'internal') {
            this.log.error('page.attachment-failed', { sessionId, error: error.cause ?? error });
        } else {
            this.log.info('page.attachment-refused', { sessionId, code: error.code });
        }
    }

    private async receiveRequest(bytes: Buffer): Promise<void> {
        const text = bytes.toString('utf8');
        if (text.length > MAX_CONTROL_CHARS) {
            this.reject(Close.TooBig, 'message too large');
            return;
        }
        const request = ControlRequest.safeParse(parseJson(text));
        if (!request.success) {
            this.reject(Close.InvalidPayload, 'kernel.bad-message');
            return;
        }
        const { id, method, params } = request.data;
        this.requestsUnderWay++;
        try {
            const answer =
                this.requestsUnderWay > MAX_REQUESTS_UNDER_WAY
                    ? { error: RpcErrors.tooManyRequests({ limit: MAX_REQUESTS_UNDER_WAY }).toWire() }
                    : await this.guard.call(method, params);
            this.sendText({ id, ...answer } satisfies ControlAnswer);
        } finally {
            this.requestsUnderWay--;
        }
    }

    private sendText(message: ControlAnswer | ControlNotification): void {
        this.send(JSON.stringify(message));
    }

    private sendFrame(frame: StreamFrame): void {
        this.send(encodeFrame(frame));
    }

    private send(message: string | Uint8Array): void {
        if (this.socket.readyState !== WebSocket.OPEN) {
            return;
        }
        if (this.socket.bufferedAmount > MAX_WAITING_BYTES) {
            this.log.warn('page.stuck', { waitingBytes: this.socket.bufferedAmount });
            this.socket.terminate();
            return;
        }
        this.socket.send(message);
    }

    private reject(code: Close, reason: string): void {
        this.log.warn('page.rejected', { code, reason });
        this.socket.close(code, reason);
        this.detachAll();
    }

    private closed(code: number): void {
        this.log.info('page.closed', { code });
        this.detachAll();
    }

    private detachAll(): void {
        const channels = [...this.channels.values()];
        this.channels.clear();
        channels.forEach(channel => channel.close(true));
    }
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        // not JSON is not a request, which the caller says
        return undefined;
    }
}

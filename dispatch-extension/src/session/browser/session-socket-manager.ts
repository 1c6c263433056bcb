import { Emitter, Event } from '@theia/core/lib/common/event';
import { injectable, postConstruct } from '@theia/core/shared/inversify';
import { SessionId, ViewerId } from '../../kernel/common/ids';
import { Grid, StreamFrame, decodeFrame, encodeFrame } from '../common/stream-frames';
import { askAccount, goToSignIn } from './account-check';
import { pageKey } from './page-key';
import { Attachment } from '../domain/viewer-attachment';
import { ConnectionErrors } from '../common/connection-errors';
import { ControlChannel, RequestOptions } from '../domain/control-channel';
import { InputOutbox } from '../domain/input-outbox';
import { ReconnectDelay } from '../domain/reconnect-delay';
import { SessionSocket } from './session-socket';
import { ConnectOptions, SessionConnection, StreamSink } from '../domain/viewer-stream';

/** `connecting` before the first success, `offline` while it tries again, `signed-out` when a person must act. */
export type ConnectionState = 'connecting' | 'online' | 'offline' | 'signed-out';

/** A socket on which nothing was heard for this long is asked whether it lives, in ms. */
const SILENCE_MS = 15_000;

/** So long it may think about that before it is given up, in ms. */
const PROBE_MS = 4_000;

/** The page's one socket to its session host: attachments, their positions and their recovery, and the control channel. */
@injectable()
export class SessionSocketManager {
    /** Names this page to the host, until it is loaded again. */
    readonly viewerId = ViewerId.parse(crypto.randomUUID());
    private readonly onDidChangeStateEmitter = new Emitter<ConnectionState>();
    private readonly onDidNotifyEmitter = new Emitter<{ method: string; params: unknown }>();
    private readonly pageKey = pageKey();
    private readonly attachments = new Map<SessionId, Attachment>();
    private readonly outboxes = new Map<SessionId, InputOutbox>();
    private readonly channels = new Map<number, Attachment>();
    private readonly delay = new ReconnectDelay(Math.random);
    private readonly control = new ControlChannel(
        (method, params) => this.onDidNotifyEmitter.fire({ method, params }),
        (work, ms) => {
            const timer = window.setTimeout(work, ms);
            return () => window.clearTimeout(timer);
        }
    );
    private socket: SessionSocket | undefined;
    private lastChannel = 0;
    private lastHeardAt = 0;
    private retryTimer: number | undefined;
    private probeTimer: number | undefined;
    private asksAccount = false;
    private currentState: ConnectionState = 'connecting';

    /** Fires after `state` has changed. */
    readonly onDidChangeState: Event<ConnectionState> = this.onDidChangeStateEmitter.event;
    /** A notification of the host, not yet checked. */
    readonly onDidNotify: Event<{ method: string; params: unknown }> = this.onDidNotifyEmitter.event;

    @postConstruct()
    protected init(): void {
        window.addEventListener('online', () => this.hurry());
        window.addEventListener('focus', () => this.hurry());
        window.addEventListener('offline', () => this.probe());
        window.addEventListener('pageshow', () => this.hurry());
        document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.hurry());
        window.setInterval(() => this.checkSilence(), SILENCE_MS / 3);
        this.open();
    }

    get state(): ConnectionState {
        return this.currentState;
    }

    /** When anything was heard on the socket last, as `Date.now()` counts. */
    get heardAtMs(): number {
        return this.lastHeardAt;
    }

    /** Watches a session. One attachment per session and page: a second call takes the place of the first. */
    connect(sessionId: SessionId, sink: StreamSink, options: ConnectOptions): SessionConnection {
        this.disconnect(sessionId);
        const outbox = this.outboxes.get(sessionId) ?? new InputOutbox();
        this.outboxes.set(sessionId, outbox);
        const attachment = new Attachment({
            sessionId,
            viewerId: this.viewerId,
            sink,
            options: { ...options, pageKey: this.pageKey },
            outbox
        });
        this.attachments.set(sessionId, attachment);
        if (this.socket && this.currentState === 'online') {
            attachment.socketOpened(this.linkOf(this.socket));
        }
        return {
            acknowledge: offset => attachment.acknowledge(offset),
            send: bytes => this.sendInput(attachment, bytes),
            resize: (grid: Grid) => attachment.resize(grid),
            drive: role => attachment.drive(role),
            get pendingBytes() {
                return attachment.pendingBytes;
            },
            get pendingText() {
                return attachment.pendingText;
            },
            dispose: () => this.drop(attachment)
        };
    }

    /** Stops watching, as `dispose` of the connection does. */
    disconnect(sessionId: SessionId): void {
        const attachment = this.attachments.get(sessionId);
        if (attachment) {
            this.drop(attachment);
        }
    }

    /** The person is looking at this session now: find out whether the connection lives, and hurry if it does not. */
    handleSessionFocus(sessionId: SessionId): void {
        if (this.attachments.has(sessionId)) {
            this.hurry();
        }
    }

    /** Asks the host. Fails with `unavailable` when the connection broke before the answer and it may not be repeated. */
    request(method: string, params: unknown, options?: RequestOptions): Promise<unknown> {
        if (this.currentState === 'signed-out') {
            return Promise.reject(ConnectionErrors.signedOut());
        }
        return this.control.request(method, params, options);
    }

    private drop(attachment: Attachment): void {
        attachment.dispose();
        if (this.attachments.get(attachment.sessionId) === attachment) {
            this.attachments.delete(attachment.sessionId);
        }
    }

    private sendInput(attachment: Attachment, bytes: Uint8Array): boolean {
        const taken = attachment.send(bytes);
        if (Date.now() - this.lastHeardAt > PROBE_MS) {
            this.probe();
        }
        return taken;
    }

    private open(): void {
        window.clearTimeout(this.retryTimer);
        this.retryTimer = undefined;
        const socket: SessionSocket = new SessionSocket({
            opened: () => this.opened(socket),
            text: message => {
                this.heard();
                this.control.receive(message);
            },
            binary: message => {
                this.heard();
                this.receiveFrame(decodeFrame(message));
            },
            closed: everOpened => this.closed(everOpened)
        });
        this.socket = socket;
    }

    private opened(socket: SessionSocket): void {
        this.heard();
        this.delay.reset();
        this.control.socketOpened(text => socket.send(text));
        const link = this.linkOf(socket);
        for (const attachment of this.attachments.values()) {
            attachment.socketOpened(link);
        }
        this.setState('online');
    }

    private closed(everOpened: boolean): void {
        this.socket = undefined;
        this.heard();
        this.channels.clear();
        this.control.socketClosed();
        this.attachments.forEach(attachment => attachment.socketClosed());
        this.setState(this.currentState === 'connecting' ? 'connecting' : 'offline');
        this.retryTimer = window.setTimeout(() => this.open(), this.delay.nextMs());
        if (!everOpened) {
            void this.checkAccount();
        }
    }

    /** A page cannot read the status of a refused upgrade, so it asks whether it is still signed in. */
    private async checkAccount(): Promise<void> {
        if (this.asksAccount) {
            return;
        }
        this.asksAccount = true;
        const account = await askAccount();
        this.asksAccount = false;
        if (this.currentState === 'signed-out') {
            if (account === 'signed-in') {
                this.setState('offline');
                this.open();
            }
        } else if (account === 'signed-out' && this.currentState !== 'online') {
            this.signedOut();
        }
    }

    /** Leaves for the sign-in page, once. The person may have stayed: then nothing is tried until they are back. */
    private signedOut(): void {
        window.clearTimeout(this.retryTimer);
        this.retryTimer = undefined;
        this.socket?.close();
        this.socket = undefined;
        this.control.abandon(ConnectionErrors.signedOut());
        this.setState('signed-out');
        goToSignIn();
    }

    private linkOf(socket: SessionSocket): Parameters<Attachment['socketOpened']>[0] {
        return {
            openChannel: attachment => {
                this.channels.set(++this.lastChannel, attachment);
                return this.lastChannel;
            },
            closeChannel: channel => this.channels.delete(channel),
            send: (frame: StreamFrame) => socket.send(encodeFrame(frame))
        };
    }

    private receiveFrame(frame: StreamFrame): void {
        const attachment = this.channels.get(frame.channel);
        const retryAfterMs = attachment?.receive(frame);
        if (attachment && retryAfterMs !== undefined) {
            window.setTimeout(() => attachment.attach(), retryAfterMs);
        }
    }

    private heard(): void {
        this.lastHeardAt = Date.now();
        window.clearTimeout(this.probeTimer);
        this.probeTimer = undefined;
    }

    /** Connects now if it waits to do so, else makes sure that the socket lives, or asks whether somebody signed in. */
    private hurry(): void {
        if (this.currentState === 'signed-out') {
            void this.checkAccount();
        } else if (this.retryTimer !== undefined) {
            this.open();
        } else {
            this.probe();
        }
    }

    private checkSilence(): void {
        if (document.visibilityState === 'visible' && Date.now() - this.lastHeardAt > SILENCE_MS) {
            this.probe();
        }
    }

    private probe(): void {
        if (this.currentState !== 'online' || this.probeTimer !== undefined) {
            return;
        }
        this.probeTimer = window.setTimeout(() => this.socket?.fail(), PROBE_MS);
        // Its answer is heard like any other message; without one the timer decides.
        this.control.request('getHost', {}, { repeatable: true, timeoutMs: PROBE_MS }).catch(() => undefined);
    }

    private setState(state: ConnectionState): void {
        if (this.currentState !== state) {
            this.currentState = state;
            this.onDidChangeStateEmitter.fire(state);
        }
    }
}

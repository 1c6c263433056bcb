import { ConnectionManagementMessages } from '@theia/core/lib/common/messaging/connection-management';
import { AbstractChannel, ForwardingChannel } from '@theia/core/lib/common/message-rpc/channel';
import {
    Uint8ArrayReadBuffer,
    Uint8ArrayWriteBuffer
} from '@theia/core/lib/common/message-rpc/uint8-array-message-buffer';
import { WebSocketConnectionSource } from '@theia/core/lib/browser/messaging/ws-connection-source';
import { injectable } from '@theia/core/shared/inversify';
import { io, Socket } from 'socket.io-client';
import { LoadEvents } from '../../../../product/browser/loading/load-watch';
import { askAccount, goToSignIn } from '../../../../session/browser/account-check';
import { announceReload, reloadPage } from '../../../../unsaved/browser/page-reload';
import {
    ConnectionHandshake,
    LedgerEvents,
    MessageCount,
    MessageLedger
} from '../../../common/core/messaging/message-ledger';

/** How long the first and the longest wait before another attempt are, in ms. */
const RECONNECT_DELAY_MS = 500;
const RECONNECT_DELAY_MAX_MS = 4_000;

/**
 * Theia's connection to its backend, over WebSocket from the first request on (theia #14671: polling through a proxy
 * fails after sleep). It goes on with the next socket where the last one broke ({@link MessageLedger}), and has a way out
 * when the person has been signed out meanwhile: Theia would try for ever.
 */
@injectable()
export class DispatchConnectionSource extends WebSocketConnectionSource {
    private asking = false;
    private ledger = new MessageLedger();
    /** Whether the backend has taken the socket for our channel, so that what is sent now comes after what it lacked. */
    private isTaken = false;

    protected override createWebSocket(url: string): Socket {
        const socket = io(url, {
            path: this.createSocketIoPath(url),
            transports: ['websocket'],
            reconnection: true,
            reconnectionDelay: RECONNECT_DELAY_MS,
            reconnectionDelayMax: RECONNECT_DELAY_MAX_MS,
            reconnectionAttempts: Infinity,
            auth: tell => tell({ received: this.ledger.received } satisfies ConnectionHandshake)
        });
        socket.on('connect', () => announce(LoadEvents.connectionBack));
        socket.on('connect_error', () => {
            announce(LoadEvents.connectionAway);
            void this.leaveIfSignedOut(socket);
        });
        socket.on('disconnect', () => {
            this.isTaken = false;
            announce(LoadEvents.connectionLost);
        });
        socket.on(LedgerEvents.resume, received => this.resume(received));
        socket.on(LedgerEvents.confirm, received => this.confirm(received));
        socket.on(LedgerEvents.lost, reloadPage);
        // comes before Theia's own listener, which loads the page anew where the backend does not know it any more
        socket.on(ConnectionManagementMessages.RECONNECT, (isKnown: unknown) => isKnown || announceReload());
        return socket;
    }

    protected override createChannel(): AbstractChannel {
        this.ledger = new MessageLedger();
        this.isTaken = this.socket.connected;
        const receive = (message: ArrayBuffer | Uint8Array): void => this.receive(channel, message);
        const channel: AbstractChannel = new ForwardingChannel(
            'any',
            () => this.socket.off('message', receive),
            () => this.createWriteBuffer()
        );
        this.socket.on('message', receive);
        return channel;
    }

    private createWriteBuffer(): Uint8ArrayWriteBuffer {
        const buffer = new Uint8ArrayWriteBuffer();
        buffer.onCommit(message => {
            this.ledger.keep(message);
            if (this.isTaken) {
                this.socket.send(message);
            }
        });
        return buffer;
    }

    private receive(channel: AbstractChannel, message: ArrayBuffer | Uint8Array): void {
        if (!this.isTaken) {
            // of an earlier socket, kept by socket.io for the next one: not counted in the handshake, so sent again
            return;
        }
        if (this.ledger.receive(message.byteLength)) {
            this.socket.emit(LedgerEvents.confirm, this.ledger.received);
        }
        this.onIncomingMessageActivityEmitter.fire();
        const bytes = message instanceof ArrayBuffer ? new Uint8Array(message) : message;
        channel.onMessageEmitter.fire(() => new Uint8ArrayReadBuffer(bytes));
    }

    /** Sends what the backend lacks; where that is not kept any more, requests would never end: the page begins anew. */
    private resume(received: unknown): void {
        const missing = this.ledger.since(MessageCount.parse(received));
        if (!missing) {
            reloadPage();
            return;
        }
        this.isTaken = true;
        missing.forEach(message => this.socket.send(message));
    }

    private confirm(received: unknown): void {
        this.ledger.confirmed(MessageCount.parse(received));
    }

    private async leaveIfSignedOut(socket: Socket): Promise<void> {
        if (this.asking) {
            return;
        }
        this.asking = true;
        if ((await askAccount()) === 'signed-out') {
            socket.disconnect();
            goToSignIn();
        }
        this.asking = false;
    }
}

/** Tells the watch of the page's load, which is a script of its own: it is there before this one. */
function announce(event: string): void {
    window.dispatchEvent(new Event(event));
}

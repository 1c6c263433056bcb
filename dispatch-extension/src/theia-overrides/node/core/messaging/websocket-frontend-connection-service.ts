import { Disposable } from '@theia/core/lib/common/disposable';
import { WriteBuffer } from '@theia/core/lib/common/message-rpc';
import { Uint8ArrayWriteBuffer } from '@theia/core/lib/common/message-rpc/uint8-array-message-buffer';
import { ReconnectableSocketChannel } from '@theia/core/lib/node/messaging/websocket-frontend-connection-service';
import { injectable } from '@theia/core/shared/inversify';
import { Socket } from 'socket.io';
import {
    ConnectionHandshake,
    LedgerEvents,
    MessageCount,
    MessageLedger
} from '../../../common/core/messaging/message-ledger';

/** The backend's end of a page's connection: goes on with the next socket where the last one broke, see {@link MessageLedger}. */
@injectable()
export class ResumableSocketChannel extends ReconnectableSocketChannel {
    private readonly ledger = new MessageLedger();

    /** Takes `socket` for this connection, and sends what the page lacks. Without it any more, the page is told to begin anew. */
    override connect(socket: Socket): void {
        this.leaveSocket();
        const handshake = ConnectionHandshake.safeParse(socket.handshake.auth);
        const missing = handshake.success ? this.ledger.since(handshake.data.received) : undefined;
        if (!missing) {
            socket.emit(LedgerEvents.lost);
            return;
        }
        socket.emit(LedgerEvents.resume, this.ledger.received);
        const count = (message: unknown): void => this.count(socket, message);
        const confirm = (received: unknown): void => this.confirm(received);
        socket.on('message', count);
        socket.on(LedgerEvents.confirm, confirm);
        super.connect(socket);
        this.disposables.push(Disposable.create(() => socket.off('message', count).off(LedgerEvents.confirm, confirm)));
        missing.forEach(message => socket.send(message));
    }

    override getWriteBuffer(): WriteBuffer {
        const buffer = new Uint8ArrayWriteBuffer();
        buffer.onCommit(message => {
            this.ledger.keep(message);
            if (this.socket?.connected) {
                this.socket.send(message);
            }
        });
        return buffer;
    }

    /**
     * A page may be back before its old socket is known to be dead. That one has to go first: upstream would take its end,
     * minutes later, for the end of the new one, and close the connection under a page that uses it.
     */
    private leaveSocket(): void {
        this.socket?.disconnect(true);
    }

    private count(socket: Socket, message: unknown): void {
        const isBinary = message instanceof Uint8Array || message instanceof ArrayBuffer;
        if (this.ledger.receive(isBinary ? message.byteLength : 0)) {
            socket.emit(LedgerEvents.confirm, this.ledger.received);
        }
    }

    private confirm(received: unknown): void {
        const count = MessageCount.safeParse(received);
        if (count.success) {
            this.ledger.confirmed(count.data);
        }
    }
}

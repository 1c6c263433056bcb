import { injectable } from '@theia/core/shared/inversify';
import { io, Socket } from 'socket.io-client';
import { WebSocketConnectionSource } from '@theia/core/lib/browser/messaging/ws-connection-source';
import { askAccount, goToSignIn } from '../../../../session/browser/account-check';

/** How long the first and the longest wait before another attempt are, in ms. */
const RECONNECT_DELAY_MS = 500;
const RECONNECT_DELAY_MAX_MS = 4_000;

/**
 * Theia's connection to its backend, over WebSocket from the first request on (theia #14671: polling through a proxy
 * fails after sleep), and with a way out when the person has been signed out meanwhile: Theia would try for ever.
 */
@injectable()
export class DispatchConnectionSource extends WebSocketConnectionSource {
    private asking = false;

    protected override createWebSocket(url: string): Socket {
        const socket = io(url, {
            path: this.createSocketIoPath(url),
            transports: ['websocket'],
            reconnection: true,
            reconnectionDelay: RECONNECT_DELAY_MS,
            reconnectionDelayMax: RECONNECT_DELAY_MAX_MS,
            reconnectionAttempts: Infinity
        });
        socket.on('connect_error', () => void this.leaveIfSignedOut(socket));
        return socket;
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

import { injectable } from '@theia/core/shared/inversify';
import type * as http from 'node:http';
import type * as https from 'node:https';
import { Server, Socket } from 'socket.io';
import { WebsocketEndpoint } from '@theia/core/lib/node/messaging/websocket-endpoint';

/** The largest message that a page may send, in bytes. Files are uploaded by HTTP; an editor's content is saved by RPC. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/**
 * Messages from this many bytes on are compressed: all. Most are small and resemble those before them, which the shared
 * window turns into a few bytes each.
 */
const COMPRESS_FROM_BYTES = 0;

/**
 * Theia's socket server with WebSocket as the only transport, compressed, and without the client script.
 * Theia itself takes 100 MB in one message, compresses nothing and lets a page begin with polling, whose later requests
 * are not validated.
 */
@injectable()
export class DispatchWebsocketEndpoint extends WebsocketEndpoint {
    override onStart(server: http.Server | https.Server): void {
        const socketServer = new Server(server, {
            serveClient: false,
            transports: ['websocket'],
            pingInterval: this.checkAliveTimeout,
            pingTimeout: this.checkAliveTimeout * 2,
            maxHttpBufferSize: MAX_MESSAGE_BYTES,
            perMessageDeflate: { threshold: COMPRESS_FROM_BYTES, zlibDeflateOptions: { level: 6 } },
            allowRequest: (request, callback) => {
                this.allowConnect(request).then(
                    allowed => callback(undefined, allowed),
                    () => callback(undefined, false)
                );
            }
        });
        socketServer.of(/.*/).on('connection', socket => {
            this.accept(socket).catch((error: unknown) => {
                void this.logger.error('A page could not be connected.', error);
                socket.disconnect(true);
            });
        });
    }

    /** As upstream's: asked once more, in case a socket came past the handshake's check. */
    private async accept(socket: Socket): Promise<void> {
        if (!(await this.allowConnect(socket.request))) {
            socket.disconnect(true);
            return;
        }
        await this.handleConnection(socket);
        await this.messagingListener.onDidWebSocketUpgrade(socket.request, socket);
    }
}

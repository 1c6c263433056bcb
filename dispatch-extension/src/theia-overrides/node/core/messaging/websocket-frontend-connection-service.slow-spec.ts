import { expect } from 'chai';
import { createServer, Server as HttpServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { Container } from '@theia/core/shared/inversify';
import { MessagingContainer } from '@theia/core/lib/node/messaging/default-messaging-service';
import { WebsocketEndpoint } from '@theia/core/lib/node/messaging/websocket-endpoint';
import {
    ReconnectableSocketChannel,
    WebsocketFrontendConnectionService
} from '@theia/core/lib/node/messaging/websocket-frontend-connection-service';
import { Channel } from '@theia/core/lib/common/message-rpc/channel';
import { SocketWriteBuffer } from '@theia/core/lib/common/messaging/socket-write-buffer';
import { ConnectionManagementMessages } from '@theia/core/lib/common/messaging/connection-management';
import { Server, Socket } from 'socket.io';
import { io, Socket as PageSocket } from 'socket.io-client';
import { ResumableSocketChannel } from './websocket-frontend-connection-service';
import { LedgerEvents } from '../../../common/core/messaging/message-ledger';

describe('the connection of a page, in the backend', () => {
    let backend: TestBackend;
    const timeout = process.env['FRONTEND_CONNECTION_TIMEOUT'];

    beforeEach(async () => {
        process.env['FRONTEND_CONNECTION_TIMEOUT'] = '50';
        backend = await TestBackend.start();
    });
    afterEach(async () => {
        await backend.stop();
        if (timeout === undefined) {
            delete process.env['FRONTEND_CONNECTION_TIMEOUT'];
        } else {
            process.env['FRONTEND_CONNECTION_TIMEOUT'] = timeout;
        }
    });

    it('sends again what was lost with the socket, and what came meanwhile, once and in order (upstream loses it)', async () => {
        const first = await backend.page(0);
        backend.say(1, 2);
        await until(() => first.came.length === 2);
        first.breakOff();
        backend.say(3, 4);
        const second = await backend.page(2, 'again');
        backend.say(5);
        await until(() => second.came.length === 3);
        expect(second.came).to.deep.equal([3, 4, 5]);
    });

    it('tells the page how much it has received', async () => {
        const first = await backend.page(0);
        first.socket.send(Uint8Array.of(1));
        first.socket.send(Uint8Array.of(2));
        await until(() => backend.came.length === 2);
        first.breakOff();
        const second = await backend.page(0, 'again');
        await until(() => second.resumedAt !== undefined);
        expect([backend.came, second.resumedAt]).to.deep.equal([[1, 2], 2]);
    });

    it('tells a page to begin anew that says it has received what was never sent', async () => {
        (await backend.page(0)).breakOff();
        const second = await backend.page(7, 'again');
        await until(() => second.isLost);
        expect(second.resumedAt).to.equal(undefined);
    });

    it('stays open when the old socket ends after the page is back (upstream closes it)', async () => {
        const first = await backend.page(0);
        const second = await backend.page(0, 'again');
        await until(() => second.resumedAt !== undefined);
        first.breakOff();
        await new Promise(done => setTimeout(done, 150));
        backend.say(1);
        await until(() => second.came.length === 1);
        expect(backend.closed).to.equal(0);
    });
});

/** A page as the backend sees it: what came, and what it was told. */
class TestPage {
    readonly came: number[] = [];
    resumedAt: number | undefined;
    isLost = false;

    constructor(readonly socket: PageSocket) {
        socket.on('message', (message: Uint8Array) => this.came.push(message[0]));
        socket.on(LedgerEvents.resume, (received: number) => (this.resumedAt = received));
        socket.on(LedgerEvents.lost, () => (this.isLost = true));
    }

    /** Ends the way without a word, as a killed gateway does. */
    breakOff(): void {
        this.socket.io.engine?.close();
        this.socket.close();
    }
}

class TestBackend {
    readonly came: number[] = [];
    closed = 0;
    private channel: Channel | undefined;
    private readonly pages: TestPage[] = [];

    private constructor(
        private readonly http: HttpServer,
        private readonly sockets: Server
    ) {}

    static async start(): Promise<TestBackend> {
        const http = createServer();
        const backend = new TestBackend(http, new Server(http, { transports: ['websocket'] }));
        const container = new Container();
        container.bind(MessagingContainer).toConstantValue(container);
        container.bind(SocketWriteBuffer).toSelf();
        container.bind(ReconnectableSocketChannel).to(ResumableSocketChannel);
        container.bind<unknown>(WebsocketEndpoint).toConstantValue({
            registerConnectionHandler: (_spec: string, handle: (params: object, socket: Socket) => void) =>
                backend.sockets.on('connection', socket => handle({}, socket))
        });
        const service = container.resolve(WebsocketFrontendConnectionService);
        service.registerConnectionHandler('/services', (_params, channel) => backend.open(channel));
        await new Promise<void>(done => http.listen(0, '127.0.0.1', done));
        return backend;
    }

    /** Connects as the one page that there is, for the first time or again, having received so many. */
    async page(received: number, how: 'first' | 'again' = 'first'): Promise<TestPage> {
        const { port } = this.http.address() as AddressInfo;
        const socket = io(`http://127.0.0.1:${port}`, {
            transports: ['websocket'],
            reconnection: false,
            forceNew: true,
            auth: { received }
        });
        const page = new TestPage(socket);
        this.pages.push(page);
        const { INITIAL_CONNECT, RECONNECT } = ConnectionManagementMessages;
        const event = how === 'first' ? INITIAL_CONNECT : RECONNECT;
        await new Promise(done => socket.once(event, done).emit(event, 'the page'));
        return page;
    }

    say(...values: number[]): void {
        values.forEach(value => this.channel?.getWriteBuffer().writeUint8(value).commit());
    }

    async stop(): Promise<void> {
        this.pages.forEach(page => page.socket.close());
        await this.sockets.close();
        // the wait for a page that does not come back
        await new Promise(done => setTimeout(done, 60));
    }

    private open(channel: Channel): void {
        this.channel = channel;
        channel.onMessage(message => this.came.push(message().readUint8()));
        channel.onClose(() => this.closed++);
    }
}

async function until(condition: () => boolean): Promise<void> {
    while (!condition()) {
        await new Promise(done => setTimeout(done, 5));
    }
}

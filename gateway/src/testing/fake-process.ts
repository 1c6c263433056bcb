import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { rmSync } from 'node:fs';
import { WebSocketServer } from 'ws';
import { SECRET_HEADER } from 'dispatch-extension/lib/kernel/common/process-contract';

/** What every fake is told; the real ones are told more. */
export interface FakeStart {
    secret: string;
    socketPath: string;
}

/** Reads the one line of start parameters from standard input. */
export async function readStart<T extends FakeStart>(): Promise<T> {
    let text = '';
    for await (const chunk of process.stdin) {
        text += String(chunk);
    }
    return JSON.parse(text) as T;
}

/**
 * Listens on a Unix socket as our own processes do: asks for the secret, answers what `answer` knows, echoes what came for
 * everything else, and echoes the messages of every WebSocket. `/test/...` paths let a test look inside and break it.
 */
export function listenAsFake(
    start: FakeStart,
    answer: (request: IncomingMessage, response: ServerResponse) => boolean
): Server {
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: true });
    const server = createServer((request, response) => {
        if (request.headers[SECRET_HEADER] !== start.secret) {
            response.writeHead(401).end();
        } else if (request.url === '/test/inside') {
            send(response, {
                environment: process.env,
                arguments: process.argv,
                nodeOptions: process.execArgv,
                upgrades
            });
        } else if (request.url === '/test/hang') {
            for (;;) {
                // a busy loop, as a defective plugin would have it
            }
        } else if (!answer(request, response)) {
            echo(request, response);
        }
    });
    let upgrades = 0;
    server.on('upgrade', (request, socket, head) => {
        upgrades++;
        if (request.headers[SECRET_HEADER] !== start.secret) {
            socket.destroy();
            return;
        }
        sockets.handleUpgrade(request, socket, head, client => {
            client.send(JSON.stringify({ url: request.url, headers: request.headers }));
            client.on('message', (data, isBinary) => client.send(data, { binary: isBinary }));
        });
    });
    rmSync(start.socketPath, { force: true });
    server.listen(start.socketPath);
    return server;
}

/** Answers with JSON. */
export function send(response: ServerResponse, body: unknown, headers: Record<string, string | string[]> = {}): void {
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function echo(request: IncomingMessage, response: ServerResponse): void {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => (bytes += chunk.length));
    request.on('end', () =>
        send(
            response,
            { method: request.method, url: request.url, headers: request.headers, bytes },
            {
                'x-powered-by': 'a fake',
                'content-security-policy': "default-src 'none'",
                'set-cookie': [
                    'theia-connection-token=t; Path=/',
                    'dispatch=planted; Path=/',
                    '__Host-dispatch=planted'
                ]
            }
        )
    );
}

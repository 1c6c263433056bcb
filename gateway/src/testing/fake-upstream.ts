import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

/** A request that came to the upstream. */
export interface SeenRequest {
    request: IncomingMessage;
    body: string;
}

export const STREAM_START =
    'event: message_start\ndata: {"type":"message_start","message":{"model":"claude-sonnet-5-5","usage":{"input_tokens":10,"output_tokens":1}}}\n\n';
export const STREAM_END =
    'event: message_delta\ndata: {"type":"message_delta","usage":{"output_tokens":25}}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n';

/** A Messages API that answers what a test wants, and keeps what it was asked. Close it. */
export class FakeUpstream {
    readonly seen: SeenRequest[] = [];
    answer: (request: IncomingMessage, response: ServerResponse, body: string) => void = streamWhole;

    private constructor(private readonly server: Server) {}

    static async start(): Promise<FakeUpstream> {
        const server = createServer();
        const upstream = new FakeUpstream(server);
        server.on('request', (request: IncomingMessage, response: ServerResponse) => {
            let body = '';
            request.on('data', chunk => (body += String(chunk)));
            request.on('end', () => {
                upstream.seen.push({ request, body });
                upstream.answer(request, response, body);
            });
        });
        await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
        return upstream;
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    close(): void {
        this.server.closeAllConnections();
        this.server.close();
    }
}

/** Answers with a stream of 10 tokens in and 25 out. */
export function streamWhole(_request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(STREAM_START + STREAM_END);
}

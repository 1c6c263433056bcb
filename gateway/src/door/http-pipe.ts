import { Agent, IncomingHttpHeaders, IncomingMessage, request as httpRequest, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { headersForUpstream, headersFromUpstream, Upstream } from './upstream';

/** A client that moves no byte of its upload or download in this time is let go. */
const IDLE_LIMIT_MS = 120_000;

/** One request to pass on. Headers that are set on `response` already are kept. */
export interface PipedRequest {
    request: IncomingMessage;
    response: ServerResponse;
    upstream: Upstream;
    host: string;
    /** Whether Theia's own cookies pass, both ways. */
    mayHaveCookies: boolean;
    /** Called instead of an answer when the upstream cannot be reached. The response is untouched then. */
    whenUnreachable(error: Error): void;
}

/** Passes HTTP requests on to processes behind Unix sockets, streaming both ways. Connections are reused. */
export class HttpPipe {
    private readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 16 });

    pipe(piped: PipedRequest): void {
        const { request, response, upstream } = piped;
        const passing = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
            piped.mayHaveCookies ? headers : withoutCookies(headers);
        const forwarded = httpRequest({
            agent: this.agent,
            socketPath: upstream.socketPath,
            method: request.method,
            path: request.url,
            headers: headersForUpstream(passing(request.headers), piped.host, upstream)
        });
        forwarded.on('response', answer => {
            response.writeHead(answer.statusCode ?? 502, headersFromUpstream(passing(answer.headers)));
            pipeline(answer, response, error => error && response.destroy());
        });
        forwarded.on('error', error => this.fail(piped, error));
        response.on('close', () => response.writableFinished || forwarded.destroy());
        response.setTimeout(IDLE_LIMIT_MS, () => response.destroy());
        request.pipe(forwarded);
    }

    private fail({ response, whenUnreachable }: PipedRequest, error: Error): void {
        if (response.headersSent) {
            response.destroy();
        } else if (!response.destroyed) {
            whenUnreachable(error);
        }
    }

    dispose(): void {
        this.agent.destroy();
    }
}

function withoutCookies(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'cookie' && name !== 'set-cookie'));
}

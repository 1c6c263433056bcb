import { createHash, timingSafeEqual } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { SECRET_HEADER } from 'dispatch-extension/lib/kernel/common/process-contract';
import { GatewayLog } from './log';

/** What the person who started the gateway may ask of it, by `dispatch-admin`. */
export interface AdminActions {
    /** Ends the ide, the session host with its sessions, and the gateway. Returns at once. */
    stopEverything(): void;
    /** Makes a one-time sign-in link. */
    createSignInLink(): Promise<string>;
    /** Where the gateway listens: an address of this machine, and the port. */
    listening(): { host: string; port: number };
}

/**
 * The gateway's own Unix socket, 0600 in a 0700 folder, which also asks for the secret: a confined process of the same
 * person can reach the path and cannot read the secret.
 */
export class AdminServer {
    private readonly server: Server;

    constructor(
        private readonly secret: string,
        private readonly actions: AdminActions,
        private readonly log: GatewayLog
    ) {
        this.server = createServer((request, response) => {
            this.answer(request, response).catch((error: unknown) => {
                this.log.error('admin.request-failed', { error });
                response.writeHead(500).end();
            });
        });
    }

    /** The caller holds the instance lock, so a socket that is there is stale. */
    async listen(path: string): Promise<void> {
        rmSync(path, { force: true });
        await new Promise<void>((resolve, reject) => {
            this.server.once('error', reject);
            this.server.listen(path, resolve);
        });
        chmodSync(path, 0o600);
    }

    async close(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise<void>(resolve => this.server.close(() => resolve()));
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        request.resume();
        if (!isSame(String(request.headers[SECRET_HEADER] ?? ''), this.secret)) {
            response.writeHead(401).end();
        } else if (request.method === 'GET' && request.url === '/status') {
            send(response, 200, { pid: process.pid, ...this.actions.listening() });
        } else if (request.method === 'POST' && request.url === '/stop') {
            send(response, 202, { pid: process.pid });
            this.actions.stopEverything();
        } else if (request.method === 'POST' && request.url === '/sign-in-link') {
            send(response, 200, { link: await this.actions.createSignInLink() });
        } else {
            response.writeHead(404).end();
        }
    }
}

function send(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function isSame(given: string, expected: string): boolean {
    const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(given), digest(expected));
}

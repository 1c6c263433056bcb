import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, IncomingMessage, request, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import { AddressInfo, connect, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HOSTS = ['platform.claude.com', 'console.anthropic.com', 'api.anthropic.com', 'claude.ai'];
/** How long a renewal takes, so that all who want one want it at the same time. */
const RENEWAL_MS = 1_000;

/**
 * The servers of Anthropic as a program behind a proxy sees them, with one account. Its sign-in is renewed as for real:
 * a refresh token is good once, and who shows it again is signed out. Start it, point `HTTPS_PROXY` at it, close it.
 */
export class FakeClaudeAccount {
    /** How often a sign-in was renewed, and how often that was refused. */
    renewals = 0;
    refusals = 0;
    /** Paths that were asked for, but for messages. */
    readonly asked: string[] = [];
    private accessToken = newToken('sk-ant-oat01');
    private refreshToken = newToken('sk-ant-ort01');
    private readonly sockets = new Set<Socket>();

    private constructor(
        private readonly folder: string,
        private readonly tls: TlsServer,
        private readonly proxy: Server,
        private readonly messagesUrl: string
    ) {
        tls.on('request', (asked, answer) => void this.answer(asked, answer));
        proxy.on('connect', (_request, socket: Socket) => {
            const upstream = connect((tls.address() as AddressInfo).port, '127.0.0.1');
            [socket, upstream].forEach(each => this.sockets.add(each.on('error', () => undefined)));
            socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
            socket.pipe(upstream).pipe(socket);
        });
    }

    /** `messagesUrl`: a fake Messages API, which answers for those who show a token that is good. */
    static async start(messagesUrl: string): Promise<FakeClaudeAccount> {
        const folder = await mkdtemp(join(tmpdir(), 'claude-account-'));
        const certificate = await makeCertificate(folder);
        const account = new FakeClaudeAccount(folder, createTlsServer(certificate), createServer(), messagesUrl);
        for (const server of [account.tls, account.proxy]) {
            await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
        }
        return account;
    }

    /** What a program is told so that it comes here. */
    get environment(): Record<string, string> {
        return {
            HTTPS_PROXY: `http://127.0.0.1:${(this.proxy.address() as AddressInfo).port}`,
            NODE_EXTRA_CA_CERTS: join(this.folder, 'ca.pem')
        };
    }

    /** Signs in the person of a home folder, with a sign-in that has run out. */
    async signIn(home: string): Promise<void> {
        const claudeAiOauth = {
            accessToken: this.accessToken,
            refreshToken: this.refreshToken,
            expiresAt: Date.now() - 60_000,
            scopes: ['user:inference', 'user:profile', 'user:sessions:claude_code'],
            subscriptionType: 'max'
        };
        this.accessToken = newToken('sk-ant-oat01');
        await mkdir(join(home, '.claude'), { recursive: true });
        const path = join(home, '.claude', '.credentials.json');
        await writeFile(path, JSON.stringify({ claudeAiOauth }), { mode: 0o600 });
    }

    async close(): Promise<void> {
        this.sockets.forEach(socket => socket.destroy());
        this.tls.closeAllConnections();
        await Promise.all([this.tls, this.proxy].map(server => new Promise(resolve => server.close(resolve))));
        await rm(this.folder, { recursive: true, force: true });
    }

    private async answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
        const path = new URL(asked.url ?? '/', 'https://fake').pathname;
        const body = await readAll(asked);
        if (path === '/v1/oauth/token') {
            return this.renew(body, answer);
        }
        if (asked.headers.authorization !== `Bearer ${this.accessToken}`) {
            this.asked.push(`${path} without a good token`);
            return send(answer, 401, { type: 'error', error: { type: 'authentication_error', message: 'expired' } });
        }
        if (path !== '/v1/messages') {
            this.asked.push(path);
            return send(answer, 404, { type: 'error', error: { type: 'not_found_error', message: 'not here' } });
        }
        const headers = { 'content-type': 'application/json' };
        const passed = request(this.messagesUrl + path, { method: 'POST', headers }, reply => {
            answer.writeHead(reply.statusCode ?? 500, reply.headers);
            reply.pipe(answer);
        });
        passed.end(body);
    }

    private async renew(body: string, answer: ServerResponse): Promise<void> {
        const shown = body.includes(this.refreshToken);
        if (!shown) {
            this.refusals++;
            return send(answer, 400, {
                error: 'invalid_grant',
                error_description: 'Refresh token not found or invalid'
            });
        }
        this.renewals++;
        this.accessToken = newToken('sk-ant-oat01');
        this.refreshToken = newToken('sk-ant-ort01');
        const renewed = {
            token_type: 'Bearer',
            access_token: this.accessToken,
            refresh_token: this.refreshToken,
            expires_in: 28_800,
            scope: 'user:inference user:profile user:sessions:claude_code'
        };
        await sleep(RENEWAL_MS);
        send(answer, 200, renewed);
    }
}

function newToken(kind: string): string {
    return `${kind}-${randomBytes(32).toString('base64url')}`;
}

function send(answer: ServerResponse, status: number, body: object): void {
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readAll(asked: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of asked as AsyncIterable<Buffer>) {
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
}

/** A certificate for all hosts, of an authority that is good for a day and known to nobody else. */
async function makeCertificate(folder: string): Promise<{ key: Buffer; cert: Buffer }> {
    const at = (name: string): string => join(folder, name);
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
    const ca = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=Fake Authority'];
    await run('openssl', ['req', '-x509', ...key, ...ca]);
    const names = HOSTS.map(host => `DNS:${host}`).join(',');
    const leaf = [
        '-keyout',
        at('leaf.key'),
        '-out',
        at('leaf.pem'),
        '-subj',
        '/CN=fake',
        '-addext',
        `subjectAltName=${names}`
    ];
    const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-addext', 'basicConstraints=critical,CA:FALSE'];
    await run('openssl', ['req', '-x509', ...key, ...leaf, ...signed]);
    return { key: await readFile(at('leaf.key')), cert: await readFile(at('leaf.pem')) };
}

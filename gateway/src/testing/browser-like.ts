import { IncomingHttpHeaders, request } from 'node:http';
import { WebSocket } from 'ws';

/** An answer, read whole. */
export interface Answer {
    status: number;
    headers: IncomingHttpHeaders;
    body: string;
}

/** One request as an attacker or a browser could send it: any header can be set, also `Host`. */
export interface Asked {
    method?: string;
    headers?: Record<string, string | string[]>;
    body?: string | Buffer;
    /** The address to connect from, such as `127.0.0.9`. */
    from?: string;
}

/** Sends requests and upgrades to a gateway on this machine, as a browser with a page of it open would. */
export class BrowserLike {
    cookie = '';
    readonly host: string;
    readonly origin: string;

    constructor(readonly port: number) {
        this.host = `localhost:${port}`;
        this.origin = `http://${this.host}`;
    }

    /** Asks for a path with exactly the headers given, with `Host` and the cookie where they are not. */
    ask(path: string, { method = 'GET', headers = {}, body, from }: Asked = {}): Promise<Answer> {
        return new Promise((resolve, reject) => {
            const sent = request({
                host: '127.0.0.1',
                port: this.port,
                localAddress: from,
                path,
                method,
                agent: false,
                headers: {
                    host: this.host,
                    ...(this.cookie ? { cookie: this.cookie } : {}),
                    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
                    ...headers
                }
            });
            sent.on('error', reject);
            sent.on('response', answer => {
                let text = '';
                answer.setEncoding('utf8');
                answer.on('data', chunk => (text += String(chunk)));
                answer.on('end', () =>
                    resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text })
                );
                answer.on('error', reject);
            });
            sent.end(body);
        });
    }

    /** As a person who opens an address. */
    open(path: string, headers: Record<string, string> = {}): Promise<Answer> {
        return this.ask(path, {
            headers: {
                'sec-fetch-mode': 'navigate',
                'sec-fetch-dest': 'document',
                'sec-fetch-site': 'none',
                ...headers
            }
        });
    }

    /** As a form of the sign-in page. */
    submit(fields: Record<string, string>, asked: Asked = {}): Promise<Answer> {
        return this.ask('/sign-in', {
            method: 'POST',
            body: new URLSearchParams(fields).toString(),
            ...asked,
            headers: { origin: this.origin, 'content-type': 'application/x-www-form-urlencoded', ...asked.headers }
        });
    }

    /** Signs in and keeps the cookie. */
    async signIn(key: string): Promise<Answer> {
        const answer = await this.submit({ key });
        this.cookie = cookieOf(answer);
        return answer;
    }

    /** As our own page does with `fetch`. */
    call(path: string, method = 'POST', headers: Record<string, string> = {}): Promise<Answer> {
        return this.ask(path, { method, headers: { origin: this.origin, 'x-dispatch': '1', ...headers } });
    }

    /** Opens a WebSocket; resolves with it and its first message, or rejects with the status of the refusal. */
    upgrade(path: string, headers: Record<string, string> = {}): Promise<{ socket: WebSocket; first: string }> {
        return new Promise((resolve, reject) => {
            const all = {
                host: this.host,
                origin: this.origin,
                ...(this.cookie ? { cookie: this.cookie } : {}),
                ...headers
            };
            const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
            const socket = new WebSocket(`ws://127.0.0.1:${this.port}${path}`, { headers: kept });
            socket.once('unexpected-response', (_request, answer) => reject(new Refused(answer.statusCode ?? 0)));
            socket.once('error', reject);
            socket.once('message', data => resolve({ socket, first: String(data) }));
        });
    }

    /** The status with which an upgrade is refused; 101 when it is not. */
    async upgradeStatus(path: string, headers: Record<string, string> = {}): Promise<number> {
        try {
            const { socket } = await this.upgrade(path, headers);
            socket.terminate();
            return 101;
        } catch (error) {
            if (error instanceof Refused) {
                return error.status;
            }
            throw error;
        }
    }
}

class Refused extends Error {
    constructor(readonly status: number) {
        super(`refused with ${status}`);
    }
}

/** `name=value` of the cookie that an answer sets. */
export function cookieOf(answer: Answer): string {
    return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

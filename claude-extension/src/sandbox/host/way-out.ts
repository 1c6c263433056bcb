import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect, Socket } from 'node:net';
import { getProxyForUrl } from 'proxy-from-env';

/** A host and a port of it. */
export interface Target {
    readonly host: string;
    readonly port: number;
}

/** This machine itself, which no proxy elsewhere can reach. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/**
 * The proxy that the environment of Dispatch names for a target (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, unless `NO_PROXY`
 * has it), none for this machine. Proxies that do not speak HTTP are as none.
 */
export function proxyFor(scheme: 'http' | 'https', { host, port }: Target): URL | undefined {
    const named = LOOPBACK.test(host) ? '' : getProxyForUrl(`${scheme}://${authorityOf({ host, port })}`);
    const proxy = URL.canParse(named) ? new URL(named) : undefined;
    return proxy && /^https?:$/.test(proxy.protocol) ? proxy : undefined;
}

/** `host:port`, as a request names it. */
export function authorityOf({ host, port }: Target): string {
    return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Where a proxy listens, and with what it wants to be asked. */
export function stationOf(proxy: URL) {
    const { protocol, hostname, port, username, password } = proxy;
    const isSecure = protocol === 'https:';
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return {
        ask: isSecure ? secureRequest : request,
        // with NODE_USE_ENV_PROXY the usual one would go to the proxy by way of the proxy
        agent: false as const,
        host: hostname.replace(/^\[|\]$/g, ''),
        port: Number(port) || (isSecure ? 443 : 80),
        headers: username ? { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` } : {}
    };
}

/** A connection to a target, by way of `proxy` where there is one. Rejects when it is not made, and when `signal` is aborted before. */
export function connection(target: Target, proxy: URL | undefined, signal: AbortSignal): Promise<Socket> {
    return new Promise((made, failed) => {
        if (!proxy) {
            const socket = connect({ ...target, signal });
            socket.once('connect', () => made(socket.off('error', failed))).once('error', failed);
            return;
        }
        const { ask, headers, ...place } = stationOf(proxy);
        const path = authorityOf(target);
        const asked = ask({ ...place, method: 'CONNECT', path, headers: { host: path, ...headers }, signal });
        asked.once('error', failed).once('response', ({ statusCode }) => refuse(statusCode));
        const refuse = (status = 0): void => {
            asked.destroy();
            failed(new Error(`the proxy answered ${status}`));
        };
        asked.once('connect', ({ statusCode }, socket, head) => {
            if (statusCode !== 200) {
                socket.destroy();
                refuse(statusCode);
                return;
            }
            socket.unshift(head);
            made(socket);
        });
        asked.end();
    });
}

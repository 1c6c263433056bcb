import { IncomingMessage } from 'node:http';
import { AllowedHosts, HostKind } from './allowed-hosts';
import { AddressSet, isLoopbackAddress, plainAddress } from './ip-address';

/** What is known of a request before anything else is looked at. */
export interface RequestFacts {
    /** The address of the client; of the proxy's client where the proxy is trusted. */
    clientAddress: string;
    /** Whether the connection itself comes from this machine and was not forwarded by a proxy. */
    isDirectAndLocal: boolean;
    host: string;
    /** Undefined when the host is not ours. */
    hostKind: HostKind | undefined;
    /** Whether the browser speaks TLS to whoever is in front of us. */
    secure: boolean;
    /** The one `Origin` that our own pages have. */
    origin: string;
}

const FORWARDING_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'via'];

/** Reads the facts of a request or an upgrade. `X-Forwarded-*` counts only from a proxy that is trusted by configuration. */
export class RequestReader {
    private readonly publicUrl: URL | undefined;

    constructor(
        private readonly hosts: AllowedHosts,
        private readonly trustedProxies: AddressSet,
        publicUrl: string | undefined
    ) {
        this.publicUrl = publicUrl ? new URL(publicUrl) : undefined;
    }

    read(request: IncomingMessage): RequestFacts {
        const peer = plainAddress(request.socket.remoteAddress);
        const trusted = this.trustedProxies.has(peer);
        const host = ((trusted && lastOf(request, 'x-forwarded-host')) || request.headers.host || '').toLowerCase();
        const isPublicHost = host === this.publicUrl?.host || host.endsWith(`.webview.${this.publicUrl?.host}`);
        const forwardedProto = trusted ? lastOf(request, 'x-forwarded-proto') : undefined;
        const secure = isPublicHost ? this.publicUrl?.protocol === 'https:' : forwardedProto === 'https';
        return {
            clientAddress: trusted ? this.clientBehindProxies(request, peer) : peer,
            isDirectAndLocal:
                isLoopbackAddress(peer) && FORWARDING_HEADERS.every(name => request.headers[name] === undefined),
            host,
            hostKind: this.hosts.kindOf(host),
            secure,
            origin: `${secure ? 'https' : 'http'}://${host}`
        };
    }

    /** The nearest address of `X-Forwarded-For` that is not a trusted proxy: what is left of it can be made up. */
    private clientBehindProxies(request: IncomingMessage, peer: string): string {
        const hops = listOf(request, 'x-forwarded-for').map(plainAddress).reverse();
        return hops.find(hop => !this.trustedProxies.has(hop)) ?? peer;
    }
}

function listOf(request: IncomingMessage, name: string): string[] {
    const value = request.headers[name];
    return (Array.isArray(value) ? value.join(',') : (value ?? '')).split(',').map(part => part.trim());
}

function lastOf(request: IncomingMessage, name: string): string | undefined {
    return listOf(request, name).at(-1) || undefined;
}

import { isIP } from 'node:net';

/** What a request's host is to us: the IDE's own, or a webview's. Anything else is refused. */
export type HostKind = 'own' | 'webview';

/**
 * The own machine. Below `dispatch.localhost`, which browsers resolve by themselves, webviews are of the same site as the
 * page, so that they work where a browser blocks storage of third parties; below `localhost` they are not.
 */
const OWN_NAMES = ['localhost', 'dispatch.localhost', '127.0.0.1', '[::1]'];

/** What decides which hosts are ours. `port` is asked each time: it is not known before the gateway listens. */
export interface AllowedHostsOptions {
    port: () => number;
    /** The host of `PUBLIC_URL`, with its port where it is not the scheme's own. */
    publicHost?: string;
    /** Whether others can reach the port. Then any IP address is a good host, and a mapped port may differ from ours. */
    reachable: boolean;
}

/**
 * The only hosts that the gateway answers to. A page of another name whose DNS points here (DNS rebinding) bears its own
 * name in `Host`, and is refused.
 */
export class AllowedHosts {
    constructor(private readonly options: AllowedHostsOptions) {}

    /** `host` is a `Host` header's value. A webview's is `<one label>.webview.<one of our hosts>`. */
    kindOf(host: string): HostKind | undefined {
        const name = host.toLowerCase();
        if (this.isOwn(name)) {
            return 'own';
        }
        const webview = /^[a-z0-9-]{1,63}\.webview\.(.+)$/.exec(name);
        return webview?.[1] && this.isOwn(webview[1]) ? 'webview' : undefined;
    }

    private isOwn(name: string): boolean {
        if (name === this.options.publicHost) {
            return true;
        }
        const match = /^(\[[0-9a-f:.]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(name);
        if (!match?.[1]) {
            return false;
        }
        const [, hostname, port = '80'] = match;
        const portFits = this.options.reachable || Number(port) === this.options.port();
        return portFits && this.isOwnName(hostname);
    }

    private isOwnName(hostname: string): boolean {
        if (OWN_NAMES.includes(hostname)) {
            return true;
        }
        return this.options.reachable && isIP(hostname.replace(/^\[|\]$/g, '')) > 0;
    }
}

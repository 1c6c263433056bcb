import { ABSOLUTE_LIMIT_MS } from './sign-ins';

/**
 * The cookie that holds a sign-in. Behind TLS it has the `__Host-` prefix, which a browser takes only from this very host,
 * over TLS and for every path. Without TLS the name bears the port when it is not 3030, because cookies are shared by all
 * ports of a host and two installations would sign each other out.
 */
export class SessionCookie {
    constructor(private readonly port: () => number) {}

    name(secure: boolean): string {
        if (secure) {
            return '__Host-dispatch';
        }
        return this.port() === 3030 ? 'dispatch' : `dispatch-${this.port()}`;
    }

    /**
     * The value in a `Cookie` header. Undefined when it is absent, malformed, or there more than once with different
     * values: then somebody planted one, and neither is believed.
     */
    read(header: string | undefined, secure: boolean): string | undefined {
        const name = this.name(secure);
        const values = new Set(
            parseCookies(header)
                .filter(cookie => cookie.name === name)
                .map(cookie => cookie.value)
        );
        const [value] = values;
        return values.size === 1 && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
    }

    /** The `Set-Cookie` value that signs in. */
    set(id: string, secure: boolean): string {
        return `${this.name(secure)}=${id}; ${attributes(secure)}; Max-Age=${ABSOLUTE_LIMIT_MS / 1_000}`;
    }

    /** The `Set-Cookie` value that signs out. */
    clear(secure: boolean): string {
        return `${this.name(secure)}=; ${attributes(secure)}; Max-Age=0`;
    }
}

function attributes(secure: boolean): string {
    return `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

/** The pairs of a `Cookie` header, in order, as they are. */
export function parseCookies(header: string | undefined): { name: string; value: string }[] {
    return (header ?? '').split(';').flatMap(pair => {
        const at = pair.indexOf('=');
        return at < 1 ? [] : [{ name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim() }];
    });
}

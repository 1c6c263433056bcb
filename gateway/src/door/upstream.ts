import { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { SECRET_HEADER } from 'dispatch-extension/lib/kernel/common/process-contract';
import { parseCookies } from '../identity/session-cookie';

/** A process behind the gateway, reached by its Unix socket. */
export interface Upstream {
    /** As people and logs call it. */
    name: string;
    socketPath: string;
    secret: string;
}

/** Headers that belong to one connection and not to the message (RFC 9110, 7.6.1). */
export const HOP_HEADERS: readonly string[] = [
    'connection',
    'keep-alive',
    'proxy-authenticate',
    'proxy-authorization',
    'proxy-connection',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade'
];

const NEVER_FORWARDED = new Set([
    ...HOP_HEADERS,
    'authorization',
    'cookie',
    'expect',
    'forwarded',
    'via',
    'x-real-ip',
    SECRET_HEADER
]);

/**
 * The headers that a process behind the gateway is sent: the browser's, without what identifies the person to the gateway
 * and without what a proxy claims, with the secret. `Host` is the one the gateway checked. Of the cookies only Theia's own
 * pass.
 */
export function headersForUpstream(
    headers: IncomingHttpHeaders,
    host: string,
    upstream: Upstream
): OutgoingHttpHeaders {
    const kept = Object.entries(headers).filter(
        ([name]) => !NEVER_FORWARDED.has(name) && !name.startsWith('x-forwarded-')
    );
    const cookie = parseCookies(headers.cookie)
        .filter(({ name }) => name.startsWith('theia-'))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ');
    return { ...Object.fromEntries(kept), ...(cookie ? { cookie } : {}), host, [SECRET_HEADER]: upstream.secret };
}

const OWN_ANSWER_HEADERS = new Set([
    ...HOP_HEADERS,
    'content-security-policy',
    'content-security-policy-report-only',
    'cross-origin-opener-policy',
    'cross-origin-resource-policy',
    'referrer-policy',
    'strict-transport-security',
    'x-content-type-options',
    'x-frame-options',
    'x-powered-by',
    SECRET_HEADER
]);

/** The headers of an upstream's answer that reach the browser. A cookie may only be Theia's own: never one of ours. */
export function headersFromUpstream(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
    const kept = Object.entries(headers).filter(([name]) => !OWN_ANSWER_HEADERS.has(name) && name !== 'set-cookie');
    const cookies = (headers['set-cookie'] ?? []).filter(cookie => cookie.startsWith('theia-'));
    return { ...Object.fromEntries(kept), ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}) };
}

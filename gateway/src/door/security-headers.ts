import { RequestFacts } from './request-facts';

/** Which kind of content an answer holds. */
export type ContentKind = 'page' | 'ide' | 'webview';

/**
 * The security headers of every answer.
 *
 * The IDE's policy is as narrow as Theia 1.74 allows: styles are set inline by Monaco and Lumino; JSON schemas are compiled
 * to functions (ajv 6), and WebAssembly runs the grammars (oniguruma), hence `unsafe-eval`; workers are made from blobs;
 * fonts, icons and the WebAssembly are inlined as `data:`. Pictures come
 * from ourselves and from Open VSX (icons of extensions), and from nowhere else: a picture in a reply or a README that is
 * fetched from anywhere would carry data away without a click.
 */
export function securityHeaders(kind: ContentKind, facts: RequestFacts): Record<string, string> {
    const shared = {
        'x-content-type-options': 'nosniff',
        // not `no-referrer`: with that, browsers send `Origin: null` from our own forms
        'referrer-policy': 'same-origin',
        ...(facts.secure ? { 'strict-transport-security': 'max-age=31536000' } : {})
    };
    if (kind === 'webview') {
        return { ...shared, 'content-security-policy': webviewPolicy(facts) };
    }
    return {
        ...shared,
        'content-security-policy': kind === 'ide' ? idePolicy(facts) : PAGE_POLICY,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': kind === 'ide' ? 'SAMEORIGIN' : 'DENY'
    };
}

/** Our own few pages: nothing inline, nothing from elsewhere, in nobody's frame. */
const PAGE_POLICY = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'"
].join('; ');

const OPEN_VSX = 'https://open-vsx.org https://openvsx.eclipsecontent.org';

function idePolicy({ host, secure }: RequestFacts): string {
    const scheme = secure ? 'https' : 'http';
    const socket = `${secure ? 'wss' : 'ws'}://${host}`;
    return [
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        `img-src 'self' data: blob: ${OPEN_VSX}`,
        "font-src 'self' data:",
        `connect-src 'self' ${socket} data: blob:`,
        "worker-src 'self' blob:",
        "media-src 'self' data: blob:",
        `frame-src 'self' blob: ${scheme}://*.webview.${host}`,
        "object-src 'none'",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'self'"
    ].join('; ');
}

/** A webview's own contents bring their policy with them; here it is said who may show it. */
function webviewPolicy({ host, secure }: RequestFacts): string {
    const ownHost = host.slice(host.indexOf('.webview.') + '.webview.'.length);
    return `frame-ancestors 'self' ${secure ? 'https' : 'http'}://${ownHost}; object-src 'none'`;
}

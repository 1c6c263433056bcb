import { IncomingHttpHeaders } from 'node:http';

/** The part of a request that says which page caused it. */
export interface CausedRequest {
    method?: string;
    headers: IncomingHttpHeaders;
}

/**
 * Whether a request that a browser sends may have been caused by the page that caused it.
 *
 * - What changes something must come from our own pages: `Origin` is ours, or, where a client sends none,
 *   `Sec-Fetch-Site` is not another site's. A client without both is no browser, so no page can have misled it.
 * - What only reads may come from elsewhere as a navigation of the whole window (a link), and not as a picture, a script,
 *   a frame or a fetch: those would run with the person's cookie.
 */
export function isCausedByOwnPage({ method, headers }: CausedRequest, ownOrigin: string): boolean {
    const site = headers['sec-fetch-site'];
    if (method !== 'GET' && method !== 'HEAD') {
        return headers.origin === undefined ? isOwnSite(site) : headers.origin === ownOrigin;
    }
    if (headers.origin !== undefined && headers.origin !== ownOrigin) {
        return false;
    }
    return isOwnSite(site) || (headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document');
}

/** Whether an upgrade comes from our own page: `Origin` must be there and be ours, exactly. */
export function isUpgradeOfOwnPage(headers: IncomingHttpHeaders, ownOrigin: string): boolean {
    return headers.origin === ownOrigin;
}

/** Whether a person is looking at the answer, so that it should be a page. */
export function isNavigation({ method, headers }: CausedRequest): boolean {
    if (method !== 'GET' && method !== 'HEAD') {
        return false;
    }
    return headers['sec-fetch-mode'] === undefined
        ? (headers.accept ?? '').includes('text/html')
        : headers['sec-fetch-mode'] === 'navigate';
}

/** `none` is a person who typed the address or used a bookmark. */
function isOwnSite(site: string | string[] | undefined): boolean {
    return site === undefined || site === 'same-origin' || site === 'none';
}

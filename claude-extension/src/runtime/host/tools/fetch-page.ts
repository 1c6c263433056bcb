import { lookup as resolveName, LookupAddress } from 'node:dns';
import { IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address';

const MAX_REDIRECTS = 5;

/** How a page is fetched; tests put in their own world. */
export interface FetchWorld {
    /** All addresses of a name. */
    readonly resolve: (host: string) => Promise<LookupAddress[]>;
    /** Whether an address may be connected to. */
    readonly mayReach: (address: string) => boolean;
    /** What is read of a page at most. */
    readonly maxBytes: number;
    /** For all of it, redirects included, in ms. */
    readonly timeoutMs: number;
}

/** The internet without this machine and its networks. */
export const INTERNET: FetchWorld = {
    resolve: host =>
        new Promise((resolve, reject) => {
            resolveName(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
        }),
    mayReach: isPublicAddress,
    maxBytes: 1024 * 1024,
    timeoutMs: 20_000
};

/** What came. */
export interface FetchedPage {
    readonly url: string;
    readonly status: number;
    readonly contentType: string;
    readonly body: Buffer;
    /** There was more of it. */
    readonly isCut: boolean;
}

/**
 * Fetches a page by GET. Follows redirects on the same host; what leads to another one is an error that names it, because
 * the person has allowed this host. The address that is connected to is the one that was checked, so that a name that
 * changes its meaning in between gains nothing; proxies of the environment are not used.
 * Errors: for Claude, in words.
 */
export async function fetchPage(address: string, stop: AbortSignal, world: FetchWorld): Promise<FetchedPage> {
    const timeUp = AbortSignal.timeout(world.timeoutMs);
    const signal = AbortSignal.any([stop, timeUp]);
    try {
        return await follow(checkedUrl(address), signal, world);
    } catch (error) {
        if (stop.aborted) {
            throw new Error('Stopped by the user.', { cause: error });
        }
        throw timeUp.aborted ? new Error(`Not fetched within ${world.timeoutMs} ms.`, { cause: error }) : error;
    }
}

async function follow(first: URL, signal: AbortSignal, world: FetchWorld): Promise<FetchedPage> {
    let url = first;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
        const response = await get(url, signal, world);
        const { statusCode: status = 0, headers } = response;
        if (status < 300 || status > 399 || headers.location === undefined) {
            const { body, isCut } = await read(response, world.maxBytes);
            return { url: url.href, status, contentType: headers['content-type'] ?? '', body, isCut };
        }
        response.destroy();
        const next = checkedUrl(headers.location, url);
        if (next.host !== first.host) {
            throw new Error(`It is elsewhere now: ${next.href} (fetch that if it is still wanted).`);
        }
        url = next;
    }
    throw new Error(`Redirected more than ${MAX_REDIRECTS} times.`);
}

function checkedUrl(address: string, base?: URL): URL {
    const url = URL.parse(address, base?.href);
    if (!url) {
        throw new Error('That is no URL.');
    }
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
        throw new Error('Only http and https can be fetched.');
    }
    if (url.username !== '' || url.password !== '') {
        throw new Error('A URL with a name or password in it is not fetched.');
    }
    return url;
}

function get(url: URL, signal: AbortSignal, world: FetchWorld): Promise<IncomingMessage> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // a literal address is connected to without a look-up
    if (isIP(host) !== 0 && !world.mayReach(host)) {
        return Promise.reject(new Error(notReached(host)));
    }
    return new Promise((resolve, reject) => {
        const send = url.protocol === 'https:' ? requestHttps : requestHttp;
        const headers = {
            accept: 'text/html, text/*;q=0.9, application/json;q=0.9, */*;q=0.1',
            'accept-encoding': 'identity',
            'user-agent': 'Dispatch'
        };
        const lookup = checkedLookup(world);
        // an agent of its own: a connection that someone else opened was not checked
        const request = send(url, { method: 'GET', agent: false, headers, lookup, signal }, resolve);
        request.on('error', reject);
        request.end();
    });
}

/** One address that may not be reached is enough to refuse the name. */
function checkedLookup({ resolve, mayReach }: FetchWorld): LookupFunction {
    return (host, { all }, done) => {
        resolve(host).then(
            addresses => {
                const [first] = addresses;
                if (first === undefined || !addresses.every(({ address }) => mayReach(address))) {
                    done(new Error(notReached(host)), '');
                } else if (all) {
                    done(null, addresses);
                } else {
                    done(null, first.address, first.family);
                }
            },
            (error: NodeJS.ErrnoException) => done(error, '')
        );
    };
}

function notReached(host: string): string {
    return `${host} is in a private network or on this machine; only the public internet can be fetched.`;
}

async function read(response: IncomingMessage, maxBytes: number): Promise<{ body: Buffer; isCut: boolean }> {
    const encoding = response.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
        response.destroy();
        throw new Error(`It came compressed (${encoding}) although that was not asked for.`);
    }
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        sizeBytes += chunk.length;
        if (sizeBytes > maxBytes) {
            break;
        }
    }
    return { body: Buffer.concat(chunks).subarray(0, maxBytes), isCut: sizeBytes > maxBytes };
}

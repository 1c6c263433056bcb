/**
 * What answers without a session. This list is the whole of it: everything else, registered or not, asks for a session
 * before anything is looked up. A test enumerates all routes against it.
 *
 * - `public`: the sign-in page, its assets, and the health check.
 * - `meter`: Claude processes of this machine, who show a token of their session instead of a cookie.
 */
export const ACCESS_LIST: ReadonlyMap<string, 'public' | 'meter'> = new Map([
    ['GET /healthz', 'public'],
    ['GET /sign-in', 'public'],
    ['POST /sign-in', 'public'],
    ['GET /door/:file', 'public'],
    ['POST /meter/v1/messages', 'meter'],
    ['POST /meter/v1/messages/count_tokens', 'meter'],
    ['GET /meter/v1/models', 'meter'],
    ['GET /meter/limits', 'meter']
]);

/** Who may ask for a route. `pattern` is undefined where no route matches. HEAD is as GET. */
export function accessOf(method: string, pattern: string | undefined): 'public' | 'meter' | 'session' {
    return ACCESS_LIST.get(`${method === 'HEAD' ? 'GET' : method} ${pattern}`) ?? 'session';
}

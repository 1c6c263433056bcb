import { ServerResponse } from 'node:http';

/** The kinds of failure that the Messages API names. */
export type MeterErrorType =
    'authentication_error' | 'permission_error' | 'request_too_large' | 'rate_limit_error' | 'api_error';

const STATUS: Record<MeterErrorType, number> = {
    authentication_error: 401,
    permission_error: 403,
    request_too_large: 413,
    rate_limit_error: 429,
    api_error: 502
};

/** Answers as the Messages API would, so that every client of it can show the message. */
export function refuseLikeTheApi(
    response: ServerResponse,
    type: MeterErrorType,
    message: string,
    more: Record<string, string> = {},
    status = STATUS[type]
): void {
    if (response.headersSent || response.destroyed) {
        response.destroy();
        return;
    }
    // what is left of the request is not waited for
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' };
    response.writeHead(status, { ...headers, ...more });
    response.end(JSON.stringify({ type: 'error', error: { type, message } }));
}

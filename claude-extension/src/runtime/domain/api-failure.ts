/** A failure of the Messages API, as far as it is known. */
export interface ApiFailure {
    /** HTTP status; absent when there was no answer, or when it broke off. */
    status?: number;
    /** What the API said, for people. */
    message?: string;
}

const BY_STATUS: Record<number, string> = {
    401: 'Claude did not accept the API key. Set ANTHROPIC_API_KEY to a valid key and start Dispatch again.',
    402: 'The account has no credit left.',
    403: 'The API key is not allowed to do that.',
    404: 'The model is not known to the API, or not open to this key.',
    413: 'The conversation has become too long for one request. Start a new session.',
    429: 'The rate limit is reached. Wait a moment, then send a message to go on.',
    529: 'Claude is overloaded just now. Wait a moment, then send a message to go on.'
};

/** A sentence for the person at the screen, with what the API said behind it. */
export function sayFailure({ status, message }: ApiFailure): string {
    if (status === undefined) {
        const cut = 'The connection to Claude broke off. What was said is kept; send a message to go on.';
        return message ? `${cut} (${message.slice(0, 500)})` : cut;
    }
    const known =
        BY_STATUS[status] ?? (status >= 500 ? 'Claude has an internal problem. Try again in a moment.' : undefined);
    const detail = message ? `${message.slice(0, 1_000)} (${status})` : `HTTP status ${status}`;
    return known ? `${known} ${detail}` : detail;
}

/** Why a request is tried again, for people. `delayMs` is absent when it is not known. */
export function sayRetry(status: number | undefined, delayMs?: number): string {
    const why =
        status === 429
            ? 'The rate limit is reached (429).'
            : status === 529
              ? 'Claude is overloaded (529).'
              : status === undefined
                ? 'Claude could not be reached.'
                : `Claude had a problem (${status}).`;
    return delayMs === undefined
        ? `${why} Trying again.`
        : `${why} Trying again in ${Math.max(1, Math.round(delayMs / 1_000))} s.`;
}

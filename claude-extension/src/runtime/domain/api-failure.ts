/** A failure of the Messages API, as far as it is known. */
export interface ApiFailure {
    /** HTTP status; absent when there was no answer, or when it broke off. */
    status?: number;
    /** What the API said, for people. */
    message?: string;
    /** When it wants to be asked again at the earliest, in ms from now. */
    retryAfterMs?: number;
    /** Which limit of the meter is reached. */
    meterLimit?: string;
}

/** From how long a wait on it is a matter for the person and not for another try, in ms. */
const LONG_MS = 60_000;
/** How the meter begins what it says. */
const METER_SAYS = /Dispatch: ([^\n"]+)/;

/** The usage limit that a failure tells of; `undefined` when it is none that has to be waited for. */
export function usageLimitOf(failure: ApiFailure, nowMs: number): { reason: string; untilMs?: number } | undefined {
    const { status, message = '', retryAfterMs, meterLimit } = failure;
    const isLong = status === 429 && retryAfterMs !== undefined && retryAfterMs > LONG_MS;
    if (!isLong && (status !== 429 || meterLimit === undefined)) {
        return undefined;
    }
    const untilMs = retryAfterMs === undefined ? {} : { untilMs: nowMs + retryAfterMs };
    return { reason: meterWords(message) ?? sayFailure(failure), ...untilMs };
}

/** What the meter says of a limit, as it stands somewhere in a text; `undefined` when it says nothing. */
export function meterWords(text: string): string | undefined {
    return METER_SAYS.exec(text)?.[1].trim();
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

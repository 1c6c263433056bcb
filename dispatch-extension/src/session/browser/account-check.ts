/** An answer that takes longer says nothing, in ms. */
const ANSWER_MS = 10_000;

/** What the gateway says of who is at this page; `unknown` where it says nothing, as when it cannot be reached. */
export type AccountState = 'signed-in' | 'signed-out' | 'unknown';

/** Asks the gateway whether somebody is signed in. Never fails. */
export async function askAccount(): Promise<AccountState> {
    try {
        const answer = await fetch(besidePage('api/account'), {
            cache: 'no-store',
            credentials: 'same-origin',
            signal: AbortSignal.timeout(ANSWER_MS)
        });
        return answer.status === 401 ? 'signed-out' : answer.ok ? 'signed-in' : 'unknown';
    } catch {
        // No answer at all: the network or the gateway is away, which the reconnect deals with.
        return 'unknown';
    }
}

/** Leaves for the sign-in page, which comes back to where we are. */
export function goToSignIn(): void {
    const { pathname, search, hash } = window.location;
    window.location.assign(`${besidePage('sign-in')}?next=${encodeURIComponent(pathname + search + hash)}`);
}

function besidePage(path: string): string {
    return new URL(path, window.location.origin + window.location.pathname).href;
}

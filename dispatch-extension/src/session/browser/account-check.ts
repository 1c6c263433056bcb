/** Whether the gateway says that nobody is signed in. An unreachable gateway says nothing. */
export async function isSignedOut(): Promise<boolean> {
    try {
        const answer = await fetch(besidePage('api/account'), { cache: 'no-store', credentials: 'same-origin' });
        return answer.status === 401;
    } catch {
        // No answer at all: the network or the gateway is away, which the reconnect deals with.
        return false;
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

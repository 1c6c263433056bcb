import { Html, html, renderPage } from './page';

/** What the sign-in page asks for. */
export type SignInAsk = { by: 'key' } | { by: 'link'; token: string } | { by: 'nothing' };

/** What the sign-in page shows. `next` is a checked path of ours. */
export interface SignInView {
    ask: SignInAsk;
    next: string;
    problem?: string;
}

/** The page before everything else. It needs no script; with it, the part of the address after `#` is kept. */
export function signInPage({ ask, next, problem }: SignInView): string {
    const alert = problem ? html`<p class="problem" role="alert" id="problem">${problem}</p>` : undefined;
    return renderPage({
        title: 'Sign in',
        heading: headingFor(ask, problem),
        contents:
            ask.by === 'key' ? keyForm(next, alert) : ask.by === 'link' ? linkForm(ask.token, next) : noLink(alert),
        script: 'sign-in.js'
    });
}

function headingFor(ask: SignInAsk, problem: string | undefined): string {
    if (ask.by !== 'nothing') {
        return 'Sign in';
    }
    return problem ? 'This link does not work' : 'Sign in with a link';
}

function keyForm(next: string, alert: Html | undefined): Html {
    return html`<form method="post" action="/sign-in">
        ${alert}
        <label for="key">Key</label>
        <input
            id="key"
            name="key"
            type="password"
            autocomplete="current-password"
            required
            maxlength="1024"
            autofocus
            spellcheck="false"
            autocapitalize="none"
            ${alert ? html`aria-invalid="true" aria-describedby="problem"` : undefined}
        />
        <input type="hidden" name="next" value="${next}" />
        <button type="submit">Sign in</button>
        <p class="hint">The key is what <code>TERMINAL_KEY</code> was set to when Dispatch was started.</p>
    </form>`;
}

function linkForm(token: string, next: string): Html {
    return html`<form method="post" action="/sign-in">
        <p>This link signs this browser in, once.</p>
        <input type="hidden" name="token" value="${token}" />
        <input type="hidden" name="next" value="${next}" />
        <button type="submit" autofocus>Sign in</button>
    </form>`;
}

function noLink(alert: Html | undefined): Html {
    return html`${alert}
        <p>Dispatch prints a link when it starts. Open it in this browser. It works once, for 30 minutes.</p>
        <p>To get a new one, run this in the folder of Dispatch:</p>
        <pre><code>npm run sign-in-link</code></pre>`;
}

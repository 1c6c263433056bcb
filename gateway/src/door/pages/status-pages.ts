import { html, renderPage } from './page';

/** Shown to a person who opens an address at which there is nothing. */
export function notFoundPage(): string {
    return renderPage({
        title: 'Not found',
        heading: 'There is nothing here',
        contents: html`<p>The address may be mistyped, or what was here is gone.</p>
            <a class="button" href="/" autofocus>Open Dispatch</a>`
    });
}

/** Shown while the IDE starts. It looks by itself whether the IDE is there, and opens it then. */
export function startingPage(): string {
    return renderPage({
        title: 'Starting',
        heading: 'The IDE is starting',
        contents: html`<p id="status" role="status">
                This takes a few seconds. Terminals and Claude sessions are not affected.
            </p>
            <div class="progress" aria-hidden="true"></div>
            <noscript><meta http-equiv="refresh" content="2" /></noscript>`,
        script: 'starting.js'
    });
}

/** Shown when the IDE could not be started again and again. */
export function ideFailedPage(reason: string, logFile: string): string {
    return renderPage({
        title: 'The IDE could not be started',
        heading: 'The IDE could not be started',
        contents: html`<p>
                It was started several times and ended each time. Terminals and Claude sessions are not affected.
            </p>
            <p class="problem" role="alert">${reason}</p>
            <p>What it said is in</p>
            <pre><code>${logFile}</code></pre>
            <button type="button" id="retry" autofocus>Try again</button>`,
        script: 'starting.js'
    });
}

/** Shown when a request cannot be answered: too many attempts, a broken request, a failure inside. */
export function problemPage(heading: string, message: string): string {
    return renderPage({
        title: heading,
        heading,
        contents: html`<p>${message}</p>
            <a class="button" href="/">Open Dispatch</a>`
    });
}

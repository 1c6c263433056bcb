/** HTML that is safe to send as it is. Made by {@link html} alone. */
export class Html {
    constructor(readonly text: string) {}
}

/** A template whose values are escaped, unless they are {@link Html} themselves; absent values are nothing. */
export function html(parts: TemplateStringsArray, ...values: (string | number | Html | undefined)[]): Html {
    return new Html(parts.reduce((text, part, index) => text + toHtml(values[index - 1]) + part));
}

function toHtml(value: string | number | Html | undefined): string {
    return value instanceof Html ? value.text : escape(String(value ?? ''));
}

function escape(text: string): string {
    return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

/** One of our own pages: a heading, contents, and perhaps a script of ours by name. */
export interface Page {
    title: string;
    heading: string;
    contents: Html;
    script?: string;
}

/** The frame that all our own pages share. */
export function renderPage({ title, heading, contents, script }: Page): string {
    return html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="dark light" />
                <meta name="robots" content="noindex" />
                <title>${title} · Dispatch</title>
                <link rel="icon" href="/door/icon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href="/door/door.css" />
                ${script ? html`<script src="/door/${script}" defer></script>` : undefined}
            </head>
            <body>
                <main>
                    <header><img src="/door/icon.svg" alt="" width="44" height="44" /><span>Dispatch</span></header>
                    <h1>${heading}</h1>
                    ${contents}
                </main>
            </body>
        </html> `.text;
}

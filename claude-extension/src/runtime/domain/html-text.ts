/** What is in them is not read by people. */
const UNSEEN = new Set(['script', 'style', 'template', 'noscript', 'svg', 'iframe', 'object']);
/** Where a new line begins. */
const BLOCKS = new Set(
    (
        'address article aside blockquote body br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 head header ' +
        'hr html li main nav ol option p pre section table tbody td tfoot th thead title tr ul'
    ).split(' ')
);
const NAMED: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
    ndash: '–',
    mdash: '—',
    hellip: '…',
    copy: '©'
};

/**
 * The words of a page, simply: no scripts and styles, a line for each block, "- " before items, "# " before headings,
 * preformatted text as it is. In one pass, so that a page that is made to take long does not.
 */
export function htmlToText(html: string): string {
    const lower = html.toLowerCase();
    const words = new Words();
    let at = 0;
    while (at < html.length) {
        const tag = html.indexOf('<', at);
        words.add(html.slice(at, tag === -1 ? html.length : tag));
        if (tag === -1) {
            break;
        }
        const { said, next, pre } = readTag(lower, tag);
        words.begin(said);
        words.isPreformatted = pre ?? words.isPreformatted;
        at = next;
    }
    return tidy(decoded(words.text));
}

class Words {
    text = '';
    isPreformatted = false;
    private endsInSpace = true;

    /** Text of the page; space is one space, and none at the beginning of a line. */
    add(raw: string): void {
        const text = this.isPreformatted ? raw : raw.replace(/\s+/g, ' ');
        this.begin(!this.isPreformatted && this.endsInSpace && text.startsWith(' ') ? text.slice(1) : text);
    }

    begin(said: string): void {
        if (said !== '') {
            this.text += said;
            this.endsInSpace = said.endsWith(' ') || said.endsWith('\n');
        }
    }
}

interface Tag {
    /** What it is in words. */
    said: string;
    /** Where what follows it begins. */
    next: number;
    /** Whether what follows is preformatted, where it changes that. */
    pre?: boolean;
}

function readTag(lower: string, start: number): Tag {
    if (lower.startsWith('<!--', start)) {
        return { said: '', next: after(lower, '-->', start) };
    }
    const name = /^<\/?([a-z][a-z0-9]{0,30})/.exec(lower.slice(start, start + 40))?.[1];
    if (name === undefined) {
        const isMarkup =
            lower.startsWith('<!', start) || lower.startsWith('</', start) || lower.startsWith('<?', start);
        return isMarkup ? { said: '', next: after(lower, '>', start) } : { said: '<', next: start + 1 };
    }
    const isEnd = lower[start + 1] === '/';
    if (!isEnd && UNSEEN.has(name)) {
        return { said: ' ', next: after(lower, '>', after(lower, `</${name}`, start)) };
    }
    const pre = name === 'pre' ? { pre: !isEnd } : {};
    return { said: wordsFor(name, isEnd), next: after(lower, '>', start), ...pre };
}

function wordsFor(name: string, isEnd: boolean): string {
    if (!BLOCKS.has(name)) {
        return '';
    }
    if (isEnd) {
        return '\n';
    }
    const level = /^h([1-6])$/.exec(name)?.[1];
    return level ? `\n\n${'#'.repeat(Number(level))} ` : name === 'li' ? '\n- ' : '\n';
}

/** The end where it does not occur. */
function after(text: string, what: string, from: number): number {
    const at = text.indexOf(what, from);
    return at === -1 ? text.length : at + what.length;
}

function decoded(text: string): string {
    return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,6}));/gi, (whole, hex, decimal, name) => {
        if (name !== undefined) {
            return NAMED[(name as string).toLowerCase()] ?? whole;
        }
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
}

function tidy(text: string): string {
    return text
        .split('\n')
        .map(line => line.trimEnd())
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim();
}

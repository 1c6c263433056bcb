import { ClipboardErrors } from '../common/clipboard-errors';

/** What was read from a clipboard. */
export interface ClipboardContent {
    readonly text: string;
    readonly files: readonly File[];
}

/** The clipboard of the window in which a widget is shown, which may be a secondary one. */
export class PageClipboard {
    private readonly document: Document;

    constructor({ node }: { readonly node: HTMLElement }) {
        this.document = node.ownerDocument;
    }

    /** By a `copy` event, which needs no permission and no https; only soon after a key or a click. */
    copy(data: Readonly<Record<string, string>>): boolean {
        const put = (event: ClipboardEvent): void => {
            Object.entries(data).forEach(([type, text]) => event.clipboardData?.setData(type, text));
            event.preventDefault();
            event.stopImmediatePropagation();
        };
        this.document.addEventListener('copy', put, true);
        try {
            return this.document.execCommand('copy');
        } finally {
            this.document.removeEventListener('copy', put, true);
        }
    }

    /** At any time, where the browser lets it; else as {@link copy}. False where nothing is on the clipboard. */
    async write(text: string): Promise<boolean> {
        try {
            if (this.api) {
                await this.api.writeText(text);
                return true;
            }
        } catch {
            // Not focused, or not allowed without a click.
        }
        return this.copy({ 'text/plain': text });
    }

    /** Fails with `clipboard.clipboard-closed` where the browser does not let the page read. */
    async read(): Promise<ClipboardContent> {
        try {
            const items = (await this.api?.read()) ?? [];
            const found = await Promise.all(items.map(contentOf));
            return { text: found.map(each => each.text).join(''), files: found.flatMap(each => each.files) };
        } catch (cause) {
            throw ClipboardErrors.clipboardClosed(undefined, cause);
        }
    }

    /** Undefined where the page came over http from another machine. */
    private get api(): Clipboard | undefined {
        const { defaultView } = this.document;
        return defaultView?.isSecureContext ? defaultView.navigator.clipboard : undefined;
    }
}

async function contentOf(item: ClipboardItem): Promise<ClipboardContent> {
    const imageType = item.types.find(type => type.startsWith('image/'));
    const text = item.types.includes('text/plain') ? await (await item.getType('text/plain')).text() : '';
    if (!imageType) {
        return { text, files: [] };
    }
    const image = await item.getType(imageType);
    const name = `image.${imageType.slice('image/'.length).replace(/\W.*/, '')}`;
    return { text, files: [new File([image], name, { type: imageType })] };
}

import { TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';

/** What Theia stores with a layout to make the terminal again. `created` is unique in a browser. */
interface StoredOptions extends TerminalWidgetOptions {
    readonly created?: string;
}

/**
 * The id of a terminal on its page: the same after a reload, so that the terminal becomes active that was, and the next
 * split is not taken for it. Theia counts terminals in the order in which a page makes them, which is another one then.
 */
export function lastingId({ id, created }: StoredOptions): string {
    return id ?? `terminal-${created ?? crypto.randomUUID()}`;
}

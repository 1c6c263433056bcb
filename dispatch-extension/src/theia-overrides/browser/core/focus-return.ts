/** What is needed of an element to give it the focus. */
export type Focusable = Pick<HTMLElement, 'isConnected' | 'focus'>;

/**
 * Gives the focus to the element that had it before a dialog, where nothing else has taken it since: with the dialog it
 * went to the body of the page. An element that is gone, or cannot be focused any more, is left alone.
 */
export function giveFocusBack(
    document: Pick<Document, 'activeElement' | 'body'>,
    earlier: Focusable | undefined
): void {
    const { activeElement, body } = document;
    if (earlier?.isConnected && (!activeElement || activeElement === body)) {
        earlier.focus({ preventScroll: true });
    }
}

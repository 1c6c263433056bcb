/** The event of the window that comes right before the page loads itself anew. */
export const PAGE_RELOADS = 'dispatch:page-reloads';

/** To be called right before the page is loaded anew without the person, so that what must outlive it is kept. */
export function announceReload(): void {
    window.dispatchEvent(new Event(PAGE_RELOADS));
}

/** Loads the page anew because its connection cannot go on. */
export function reloadPage(): void {
    announceReload();
    window.location.reload();
}

import { ViewerId } from '../../kernel/common/ids';

const STORAGE_KEY = 'dispatch.page';

/**
 * A name for this page that outlives its reload, so that it goes on driving its terminals. A duplicated tab has the same;
 * that is harmless, because the name counts only while no page of that name is connected.
 */
export function pageKey(): ViewerId {
    try {
        const known = ViewerId.safeParse(sessionStorage.getItem(STORAGE_KEY));
        if (known.success) {
            return known.data;
        }
        const key = ViewerId.parse(crypto.randomUUID());
        sessionStorage.setItem(STORAGE_KEY, key);
        return key;
    } catch {
        // A browser that keeps nothing for this page: a reload may then hand its terminals over to another page.
        return ViewerId.parse(crypto.randomUUID());
    }
}

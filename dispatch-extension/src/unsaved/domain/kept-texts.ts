import { z } from 'zod';

const KeptText = z.object({
    uri: z.string(),
    text: z.string(),
    /** Of the file that it was typed into; absent where there is no file yet. */
    version: z.string().optional()
});

/** The text of one editor that was not saved. */
export type KeptText = z.infer<typeof KeptText>;

/** The storage of a tab, as far as it is used. */
export interface TabStorage {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
}

const KEY = 'dispatch.unsaved';

/** Takes the place of what was kept before. False where the browser has no room for it. */
export function keepTexts(storage: TabStorage, texts: readonly KeptText[]): boolean {
    try {
        storage.setItem(KEY, JSON.stringify(texts));
        return true;
    } catch {
        // the quota of the tab; the person is asked instead
        return false;
    }
}

/** What is kept; nothing where that cannot be read. */
export function readTexts(storage: TabStorage): KeptText[] {
    return z.array(KeptText).safeParse(parsed(storage.getItem(KEY))).data ?? [];
}

export function forgetTexts(storage: TabStorage): void {
    storage.removeItem(KEY);
}

function parsed(json: string | null): unknown {
    try {
        return json === null ? undefined : JSON.parse(json);
    } catch {
        // not ours, or cut off: nothing is kept
        return undefined;
    }
}

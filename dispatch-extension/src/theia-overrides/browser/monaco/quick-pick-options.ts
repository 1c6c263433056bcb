import { QuickPickItem, QuickPickOptions } from '@theia/core/lib/common/quick-pick-service';

/** A picker's options, with which its owner is told of an item that becomes active, and not that there is none. */
export function toldOfItemsOnly<T extends QuickPickItem>(options: QuickPickOptions<T>): QuickPickOptions<T> {
    const { onDidChangeActive } = options;
    return {
        ...options,
        onDidChangeActive:
            onDidChangeActive && ((picker, items) => items.length > 0 && onDidChangeActive(picker, items))
    };
}

import { Event } from '@theia/core/lib/common/event';
import { nls } from '@theia/core/lib/common/nls';
import {
    QuickInputService,
    QuickPick,
    QuickPickItem,
    QuickPickSeparator
} from '@theia/core/lib/common/quick-pick-service';
import type { FoundLink } from './link-finder';

/** Output that follows output is read together with it, in ms. */
const REFRESH_MS = 100;

const HEADINGS: readonly [FoundLink['kind'], string][] = [
    ['url', nls.localizeByDefault('Url')],
    ['file', nls.localizeByDefault('File')],
    ['folder', nls.localizeByDefault('Folder')]
];

interface LinkItem extends QuickPickItem {
    link: FoundLink;
}

/** What the links are taken from. */
export interface LinkSource {
    /** There is more output, parsed. */
    readonly onOutput: Event<unknown>;
    /** The links as they are now, the best first. */
    collect(): Promise<FoundLink[]>;
}

/**
 * A list of links to pick one from. It follows the output while it is open, so who asks right after a command need not
 * wait for what that prints. A row that is marked stays marked when others come before it.
 */
export class LinkList {
    private readonly picker: QuickPick<LinkItem>;
    private items = new Map<string, LinkItem>();
    private closed = false;
    private wake: () => void = () => undefined;

    constructor(
        quickInput: Pick<QuickInputService, 'createQuickPick'>,
        private readonly source: LinkSource
    ) {
        this.picker = quickInput.createQuickPick<LinkItem>();
        this.picker.matchOnDescription = true;
        this.picker.keepScrollPosition = true;
        this.picker.busy = true;
    }

    /** Shows it. Resolves with what was picked, or `undefined`. Rejects with what `collect` throws. */
    async pick(): Promise<FoundLink | undefined> {
        const listener = this.source.onOutput(() => this.wake());
        try {
            return await new Promise((picked, failed) => {
                this.picker.onDidAccept(() => picked(this.picker.selectedItems[0]?.link));
                this.picker.onDidHide(() => picked(undefined));
                this.picker.show();
                this.follow().catch(failed);
            });
        } finally {
            listener.dispose();
            this.closed = true;
            this.wake();
            this.picker.dispose();
        }
    }

    private async follow(): Promise<void> {
        while (!this.closed) {
            const more = new Promise<void>(resolve => (this.wake = resolve));
            this.show(await this.source.collect());
            await more;
            await new Promise(resolve => setTimeout(resolve, REFRESH_MS));
        }
    }

    private show(found: readonly FoundLink[]): void {
        if (this.closed) {
            return;
        }
        const before = [...this.items.keys()];
        this.items = new Map(found.map(link => [keyOf(link), this.itemOf(link)]));
        const keys = [...this.items.keys()];
        if (this.picker.busy || keys.length !== before.length || keys.some((key, index) => key !== before[index])) {
            this.picker.items = rows([...this.items.values()]);
            this.picker.placeholder =
                keys.length === 0
                    ? nls.localize('dispatch/links/noneYet', 'There is no link in this terminal yet.')
                    : nls.localizeByDefault('Select the link to open, type to filter all links');
            this.picker.busy = false;
        }
    }

    /** The same for a link that is shown already: the list knows its marked row by it. */
    private itemOf(link: FoundLink): LinkItem {
        const known = this.items.get(keyOf(link));
        return known ? Object.assign(known, { link }) : { label: link.text, description: link.target, link };
    }
}

/** What makes two links one row: the same words that lead to the same place. */
export function keyOf({ kind, text, target = '' }: FoundLink): string {
    return [kind, text, target].join('\n');
}

function rows(items: readonly LinkItem[]): (LinkItem | QuickPickSeparator)[] {
    return HEADINGS.flatMap(([kind, label]) => {
        const ofKind = items.filter(({ link }) => link.kind === kind);
        return ofKind.length === 0 ? [] : [{ type: 'separator' as const, label }, ...ofKind];
    });
}

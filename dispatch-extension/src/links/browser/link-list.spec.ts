import { expect } from 'chai';
import { Emitter } from '@theia/core/lib/common/event';
import { QuickInputService } from '@theia/core/lib/common/quick-pick-service';
import type { FoundLink } from './link-finder';
import { LinkList } from './link-list';

/** What a person has of a list: its rows, and what they do. */
class FakePicker {
    items: { type?: string; label: string; description?: string }[] = [];
    selectedItems: { label: string }[] = [];
    placeholder = '';
    busy = false;
    shown = false;
    private readonly accepted = new Emitter<void>();
    private readonly hidden = new Emitter<void>();
    readonly onDidAccept = this.accepted.event;
    readonly onDidHide = this.hidden.event;

    get labels(): string[] {
        return this.items.map(({ label }) => label);
    }
    show(): void {
        this.shown = true;
    }
    choose(label: string): void {
        this.selectedItems = this.items.filter(item => item.label === label);
        this.accepted.fire();
    }
    escape(): void {
        this.hidden.fire();
    }
    dispose(): void {
        this.shown = false;
    }
}

describe('the list of links', () => {
    let picker: FakePicker;
    let output: Emitter<void>;
    let found: FoundLink[];
    let collected: number;

    beforeEach(() => {
        [picker, output, found, collected] = [new FakePicker(), new Emitter(), [], 0];
    });

    function pick(): Promise<FoundLink | undefined> {
        const quickInput = { createQuickPick: () => picker } as unknown as QuickInputService;
        const collect = async (): Promise<FoundLink[]> => {
            collected++;
            return found;
        };
        return new LinkList(quickInput, { onOutput: output.event, collect }).pick();
    }

    async function print(...links: FoundLink[]): Promise<void> {
        found = [...links, ...found];
        output.fire();
        await until(() => links.every(({ text }) => picker.labels.includes(text)));
    }

    it('is shown before anything is found, and takes in what is printed while it is open', async () => {
        const picked = pick();
        expect([picker.shown, picker.busy]).to.deep.equal([true, true]);
        await until(() => !picker.busy);
        expect(picker.placeholder).to.contain('no link');
        await print(link('a.ts:1'));
        await print(link('b.ts:2'), link('https://example.com/', 'url'));
        expect(picker.labels).to.deep.equal(['Url', 'https://example.com/', 'File', 'b.ts:2', 'a.ts:1']);
        expect(picker.placeholder).not.to.contain('no link');
        picker.choose('b.ts:2');
        expect((await picked)?.text).to.equal('b.ts:2');
        expect(picker.shown).to.equal(false);
    });

    it('keeps the rows that it has, and leads where the newest of a text leads', async () => {
        const picked = pick();
        await print(link('a.ts:1'));
        const row = picker.items[1];
        const newer = link('a.ts:1');
        found = [newer];
        await print(link('b.ts:2'));
        expect(picker.items[2]).to.equal(row);
        picker.choose('a.ts:1');
        expect(await picked).to.equal(newer);
    });

    it('tells where a hyperlink leads, and has a row for each place to which the same words lead', async () => {
        const picked = pick();
        const [one, other] = ['https://a.test/', 'https://b.test/'].map(target => ({ ...link('here', 'url'), target }));
        await print(one, other, { ...one });
        expect(picker.items.slice(1)).to.deep.equal([
            { label: 'here', description: 'https://a.test/', link: { ...one } },
            { label: 'here', description: 'https://b.test/', link: other }
        ]);
        picker.escape();
        await picked;
    });

    it('reads no output any more when it is closed', async () => {
        const picked = pick();
        await until(() => !picker.busy);
        picker.escape();
        expect(await picked).to.equal(undefined);
        const before = collected;
        output.fire();
        await new Promise(resolve => setTimeout(resolve, 150));
        expect(collected).to.equal(before);
    });
});

function link(text: string, kind: FoundLink['kind'] = 'file'): FoundLink {
    return { start: 0, length: text.length, text, kind, tooltip: '', follow: () => undefined };
}

async function until(condition: () => boolean): Promise<void> {
    while (!condition()) {
        await new Promise(resolve => setTimeout(resolve, 5));
    }
}

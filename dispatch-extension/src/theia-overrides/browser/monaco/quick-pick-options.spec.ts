import { expect } from 'chai';
import { QuickPick, QuickPickItem } from '@theia/core/lib/common/quick-pick-service';
import { toldOfItemsOnly } from './quick-pick-options';

const picker = {} as QuickPick<QuickPickItem>;

describe('options of a picker', () => {
    it('tell nothing of an active item where none matches what is typed: Theia’s choice of a theme threw an error', () => {
        const previewed: (string | undefined)[] = [];
        const options = toldOfItemsOnly({
            placeholder: 'Select Color Theme',
            onDidChangeActive: (_, items) => previewed.push(items[0].id)
        });
        for (const items of [[{ label: 'Dark', id: 'dark' }], [], [{ label: 'Light', id: 'light' }]]) {
            options.onDidChangeActive?.(picker, items);
        }
        expect(previewed).to.deep.equal(['dark', 'light']);
        expect(options.placeholder).to.equal('Select Color Theme');
    });

    it('are as they were where nobody asks', () => {
        expect(toldOfItemsOnly({ title: 'A title' }).onDidChangeActive).to.equal(undefined);
    });
});

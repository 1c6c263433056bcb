import { expect } from 'chai';
import { forgetTexts, KeptText, keepTexts, readTexts, TabStorage } from './kept-texts';

const TEXTS: KeptText[] = [
    { uri: 'file:///a.ts', text: 'typed\n', version: 'e1' },
    { uri: 'untitled:/Untitled-1', text: '' }
];

describe('texts that were not saved', () => {
    let items: Map<string, string>;
    let storage: TabStorage;

    beforeEach(() => {
        items = new Map();
        storage = {
            getItem: key => items.get(key) ?? null,
            setItem: (key, value) => void items.set(key, value),
            removeItem: key => void items.delete(key)
        };
    });

    it('are kept until they are forgotten', () => {
        expect(keepTexts(storage, TEXTS)).to.equal(true);
        expect([readTexts(storage), readTexts(storage)]).to.deep.equal([TEXTS, TEXTS]);
        forgetTexts(storage);
        expect(readTexts(storage)).to.deep.equal([]);
    });

    it('are none where the storage holds something else', () => {
        for (const other of ['{', '"x"', '[{"uri":1}]']) {
            keepTexts(storage, TEXTS);
            [...items.keys()].forEach(key => items.set(key, other));
            expect(readTexts(storage), other).to.deep.equal([]);
        }
    });

    it('are said not to be kept where there is no room', () => {
        storage.setItem = () => {
            throw new Error('QuotaExceededError');
        };
        expect(keepTexts(storage, TEXTS)).to.equal(false);
    });
});

import { expect } from 'chai';
import { together } from './glyph-widths';
import { XtermWidthCache } from './xterm-internals';

describe('measuring characters together', () => {
    let layouts: string[];
    let width: number | undefined;
    let cleared: number;
    let cache: XtermWidthCache;

    beforeEach(() => {
        layouts = [];
        width = 8;
        cleared = 0;
        cache = {
            _container: {} as HTMLElement,
            _measureElements: [],
            clear: () => cleared++,
            _measure: (character, variant) => {
                layouts.push(`${character} ${variant}`);
                return 16;
            }
        };
        together(cache, (characters, variant) => {
            layouts.push(`all ${variant}`);
            const base = width;
            return base === undefined ? base : characters.map(each => base + each.charCodeAt(0) / 1_000);
        });
    });

    it('takes one layout for all printable ASCII of a variant', () => {
        expect([cache._measure(' ', 0), cache._measure('~', 0), cache._measure('W', 0)]).to.deep.equal([
            8.032, 8.126, 8.087
        ]);
        cache._measure('W', 1);
        expect(layouts).to.deep.equal(['all 0', 'all 1']);
    });

    it('leaves the others to xterm', () => {
        expect([cache._measure('漢', 0), cache._measure('é', 2), cache._measure('fi', 0)]).to.deep.equal([16, 16, 16]);
        expect(layouts).to.deep.equal(['漢 0', 'é 2', 'fi 0']);
    });

    it('is done again after the font has changed', () => {
        cache._measure('a', 0);
        width = 9;
        cache.clear();
        expect(cache._measure('a', 0)).to.equal(9.097);
        expect([layouts, cleared]).to.deep.equal([['all 0', 'all 0'], 1]);
    });

    it('is done again where the terminal was hidden', () => {
        width = undefined;
        expect(cache._measure('a', 0)).to.equal(0);
        width = 8;
        expect(cache._measure('a', 0)).to.equal(8.097);
    });
});

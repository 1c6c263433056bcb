import { expect } from 'chai';
import { cacheControlOf } from './static-files';

describe('caching of frontend files', () => {
    const FOR_EVER = 'private, max-age=31536000, immutable';

    it('keeps a name with a hash for a year, compressed or not', () => {
        for (const name of [
            'assets/bundle-3f9a1c0d.js',
            'bundle.3F9A1C0DAA.css.br',
            'x/editor-5XK2PLQZ.worker.js.gz'
        ]) {
            expect(cacheControlOf(name), name).to.equal(FOR_EVER);
        }
    });

    it('asks again for everything else', () => {
        for (const name of ['index.html', 'index.html.br', 'secondary-window.html', 'translation-keys.json', 'a.js']) {
            expect(cacheControlOf(name), name).to.equal('private, no-cache');
        }
    });
});

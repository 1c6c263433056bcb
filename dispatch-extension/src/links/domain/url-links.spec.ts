import { expect } from 'chai';
import { findUrls } from './url-links';

describe('addresses in output', () => {
    const CASES: readonly [string, string[]][] = [
        ['see https://example.com/a?b=c#d for more', ['https://example.com/a?b=c#d']],
        ['(https://en.wikipedia.org/wiki/Tee_(tool)).', ['https://en.wikipedia.org/wiki/Tee_(tool)']],
        ['  ➜  Local:   http://localhost:5173/', ['http://localhost:5173/']],
        ['listening on localhost:3000, and 0.0.0.0:8080', ['http://localhost:3000', 'http://0.0.0.0:8080']],
        ['[link](https://example.com/x)', ['https://example.com/x']],
        ['"https://example.com/x"', ['https://example.com/x']],
        ['file:///home/me/a.ts:12', ['file:///home/me/a.ts:12']],
        ['mailto:me@example.com', ['mailto:me@example.com']],
        ['http://a.b/1 http://a.b/2', ['http://a.b/1', 'http://a.b/2']],
        ['user@localhost:22 x.localhost:1 http:// https://', []],
        ['javascript:alert(1) data:text/html,x', []]
    ];
    for (const [line, urls] of CASES) {
        it(`are ${urls.length} in: ${line}`, () => {
            expect(findUrls(line).map(link => link.url)).to.deep.equal(urls);
        });
    }
});

import { expect } from 'chai';
import { judgeHyperlink } from './hyperlink-target';

describe('hyperlinks of programs', () => {
    const CASES: readonly [verdict: string, target: string, line: string, at: number][] = [
        ['open', 'https://example.com/issues/7', 'fixes #7 today', 6],
        ['open', 'https://example.com/a', 'https://example.com/a', 0],
        ['open', 'https://www.example.com/a/', 'see http://example.com/a', 4],
        ['open', 'file://host/home/me/a.ts', 'a.ts', 0],
        ['open', 'mailto:me@example.com', 'me', 0],
        ['confirm', 'https://evil.test/a', 'https://example.com/a', 0],
        ['confirm', 'https://example.com.evil.test/', 'https://example.com', 0],
        ['confirm', 'https://evil.test/', 'visit example.com now', 6],
        ['refuse', 'javascript:alert(1)', 'click', 0],
        ['refuse', 'vscode://settings', 'click', 0],
        ['refuse', 'data:text/html,x', 'click', 0],
        ['refuse', 'not an address', 'click', 0]
    ];
    for (const [verdict, target, line, at] of CASES) {
        it(`${verdict}: “${line}” that leads to ${target}`, () => {
            expect(judgeHyperlink(target, line, at)).to.equal(verdict);
        });
    }

    it('ask also for the second row of a wrapped address', () => {
        expect(judgeHyperlink('https://evil.test/', 'https://example.com/a/long/way', 12)).to.equal('confirm');
    });
});

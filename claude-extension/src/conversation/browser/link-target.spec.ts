import { expect } from 'chai';
import { linkTargetOf } from './link-target';

describe('a link of Claude', () => {
    it('leads to the web or to a file, with its line', () => {
        expect(
            [
                'https://a.example/x?y#z',
                'src/a.ts',
                '/w/a.ts:12',
                'a.ts:12:5',
                'a.ts#L7-L9',
                'file:///w/my%20file.ts',
                '100%.md'
            ].map(linkTargetOf)
        ).to.deep.equal([
            { kind: 'web', href: 'https://a.example/x?y#z' },
            { kind: 'file', path: 'src/a.ts' },
            { kind: 'file', path: '/w/a.ts', line: 12 },
            { kind: 'file', path: 'a.ts', line: 12 },
            { kind: 'file', path: 'a.ts', line: 7 },
            { kind: 'file', path: '/w/my file.ts' },
            { kind: 'file', path: '100%.md' }
        ]);
    });

    it('leads nowhere when it would run something or load from another host', () => {
        const links = [
            'javascript:alert(1)',
            'command:x',
            'data:text/html,x',
            'vscode://x',
            '//evil.example/x',
            '',
            '#top'
        ];
        expect(links.map(linkTargetOf)).to.deep.equal(links.map(() => undefined));
    });
});

import { expect } from 'chai';
import { safeNext } from './safe-next';

describe('where to go after signing in', () => {
    it('keeps a path of ours with its query and its part after #', () => {
        expect(safeNext('/?open=1#/home/me/project')).to.equal('/?open=1#/home/me/project');
    });

    it('S18: becomes the start page for everything that leads elsewhere', () => {
        const elsewhere = [
            'https://evil.com/',
            '//evil.com',
            '/\\evil.com',
            '\\\\evil.com',
            '/\t/evil.com',
            '/..//evil.com',
            'javascript:alert(1)',
            'evil.com',
            '',
            '/sign-in?next=/sign-in',
            `/${'a'.repeat(5_000)}`,
            undefined,
            ['/a', '/b']
        ];
        for (const next of elsewhere) {
            expect(safeNext(next), String(next)).to.equal('/');
        }
    });
});

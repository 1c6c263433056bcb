import { expect } from 'chai';
import { quotePath, quotingOf } from './shell-quote';

describe('a path for a shell', () => {
    it('is one word, whatever is in it', () => {
        expect(quotePath('/a/b-c_1.png', 'posix')).to.equal('/a/b-c_1.png');
        expect(quotePath('/my files/a.png', 'posix')).to.equal("'/my files/a.png'");
        expect(quotePath("/it's $(id) `id` \\ !.png", 'posix')).to.equal("'/it'\\''s $(id) `id` \\ !.png'");
        expect(quotePath("/it's \\.png", 'fish')).to.equal("'/it\\'s \\\\.png'");
        expect(quotePath("/it's.png", 'powershell')).to.equal("'/it''s.png'");
        expect(quotePath('/日本 1.png', 'posix')).to.equal("'/日本 1.png'");
    });

    it('is refused where it would press Enter', () => {
        expect(quotePath('/a\nrm x', 'posix')).to.equal(undefined);
        expect(quotePath('/a\x1b[201~', 'fish')).to.equal(undefined);
    });

    it('is quoted as the shell reads it', () => {
        expect(['/usr/bin/fish', '-zsh', 'pwsh', undefined, '/bin/dash'].map(quotingOf)).to.deep.equal([
            'fish',
            'posix',
            'powershell',
            'posix',
            'posix'
        ]);
    });
});

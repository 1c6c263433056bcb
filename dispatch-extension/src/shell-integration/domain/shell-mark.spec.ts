import { expect } from 'chai';
import { markOf } from './shell-mark';

const TRUST = { nonce: 'secret', hostName: 'here' };

describe('marks of shells', () => {
    it('say where prompt, input, output and end are, in both languages', () => {
        expect(['A', 'B', 'C', 'D;1'].map(text => mark(133, text))).to.deep.equal([
            { kind: 'prompt', at: 20 },
            { kind: 'input', at: 20 },
            { kind: 'run', at: 20, verified: false },
            { kind: 'done', at: 10, verified: false, exitCode: 1 }
        ]);
        expect(mark(633, 'C;secret')).to.deep.include({ verified: true });
        expect(mark(633, 'D;0;secret')).to.deep.include({ verified: true, exitCode: 0 });
    });

    it('say a line only with the nonce, and without their escapes', () => {
        expect(mark(633, 'E;echo a\\x3b\\\\\\x0ab;secret')).to.deep.include({ kind: 'line', line: 'echo a;\\\nb' });
        expect([mark(633, 'E;ls;guess'), mark(633, 'E;ls'), mark(133, 'E;ls;secret')]).to.deep.equal([
            undefined,
            undefined,
            undefined
        ]);
        expect(markOf({ osc: 633, text: 'E;ls;', start: 0, end: 9 }, { hostName: 'here' })).to.equal(undefined);
    });

    it('say the folder, of this machine only', () => {
        expect(mark(633, 'P;Cwd=/a\\x3bb')).to.deep.equal({ kind: 'folder', folder: '/a;b' });
        expect(mark(7, 'file://here/a%20b')).to.deep.equal({ kind: 'folder', folder: '/a b' });
        expect(mark(7, 'file:///100%')).to.deep.equal({ kind: 'folder', folder: '/100%' });
        expect([mark(7, 'file://there/a'), mark(633, 'P;Cwd=relative'), mark(633, 'Z')]).to.deep.equal([
            undefined,
            undefined,
            undefined
        ]);
    });
});

function mark(osc: 633 | 133 | 7, text: string) {
    return markOf({ osc, text, start: 10, end: 20 }, TRUST);
}

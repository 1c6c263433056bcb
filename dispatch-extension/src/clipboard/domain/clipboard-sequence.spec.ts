import { expect } from 'chai';
import { MAX_CLIPBOARD_BYTES, readClipboardRequest } from './clipboard-sequence';

describe('OSC 52', () => {
    const read = (data: string) => readClipboardRequest(data, base64 => (base64 === 'aGk=' ? 'hi' : undefined));

    it('puts text on the clipboard', () => {
        for (const data of ['c;aGk=', ';aGk=', 's;aGk=', 'pc;aGk=', 'cs0;aGk=']) {
            expect(read(data), data).to.deep.equal({ kind: 'write', text: 'hi' });
        }
    });

    it('is a question when it holds one, which nobody answers', () => {
        expect(read('c;?')).to.deep.equal({ kind: 'read' });
        expect(read('p;?')).to.deep.equal({ kind: 'read' });
    });

    it('has a limit', () => {
        expect(read(`c;${'A'.repeat(MAX_CLIPBOARD_BYTES * 2)}`)).to.deep.equal({ kind: 'too-large' });
    });

    it('is ignored for the primary selection, without a text, and where it is none', () => {
        for (const data of ['p;aGk=', 'c;', 'c;@@', 'c', '', 'x;aGk=']) {
            expect(read(data), data).to.deep.equal({ kind: 'ignored' });
        }
    });
});

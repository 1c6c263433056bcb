import { expect } from 'chai';
import { InputOutbox } from './input-outbox';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

describe('input outbox', () => {
    it('tells what waits as text, until it was applied, and nothing where it is more than text', () => {
        const outbox = new InputOutbox();
        [...'ls é\r'].forEach(key => outbox.push(encoder.encode(key)));
        expect(outbox.pendingText).to.equal('ls é⏎');
        outbox.applied(3);
        expect(outbox.pendingText).to.equal('é⏎');
        outbox.push(encoder.encode('\x1b[A'));
        expect(outbox.pendingText).to.equal(undefined);
    });

    it('numbers on where the page left off when a tab is closed and opened again', () => {
        const outbox = new InputOutbox();
        outbox.push(encoder.encode('a'));
        outbox.take();
        outbox.push(encoder.encode('never sent'));
        outbox.dropUnsent();
        outbox.push(encoder.encode('b'));
        expect(outbox.take().map(({ seq }) => seq)).to.deep.equal([2]);
    });

    it('applies nothing twice to a host that has forgotten this page', () => {
        const outbox = new InputOutbox();
        outbox.push(encoder.encode('a'));
        outbox.push(encoder.encode('b'));
        outbox.take();
        outbox.applied(1);
        outbox.push(encoder.encode('c'));
        outbox.attached(0);
        expect(outbox.take().map(({ seq, bytes }) => [seq, decoder.decode(bytes)])).to.deep.equal([[1, 'c']]);
    });
});

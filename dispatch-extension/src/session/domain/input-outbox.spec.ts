import { expect } from 'chai';
import { InputOutbox } from './input-outbox';

const encoder = new TextEncoder();

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
});

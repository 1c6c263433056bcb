import { expect } from 'chai';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { Outbox, OutboxMessage } from './outbox';

class FakeHost {
    readonly received: string[] = [];
    readonly recorded = new Set<string>();
    failure: DispatchError | undefined;
    saved: readonly OutboxMessage[] = [];
    private ids = 0;

    readonly outbox = new Outbox({
        send: message => {
            if (this.failure) {
                return Promise.reject(this.failure);
            }
            this.received.push(message.text);
            this.recorded.add(message.messageId);
            return Promise.resolve();
        },
        save: messages => Promise.resolve(void (this.saved = messages)),
        changed: () => undefined,
        newId: () => `id-${++this.ids}`
    });
}

const offline = new DispatchError('unavailable', 'session.offline', 'The connection broke.');

describe('outbox', () => {
    it('keeps messages in order while the host cannot be reached, and sends each once it can', async () => {
        const host = new FakeHost();
        host.failure = offline;
        host.outbox.add({ text: 'one' });
        expect(await host.outbox.flush()).to.equal('later');
        host.outbox.add({ text: 'two' });
        host.failure = undefined;
        expect(await host.outbox.flush()).to.equal('done');
        expect(host.received).to.deep.equal(['one', 'two']);
    });

    it('sends again under the same id when the connection broke before the message was seen in the log', async () => {
        const host = new FakeHost();
        host.outbox.add({ text: 'one' });
        await host.outbox.flush();
        host.outbox.reconnected();
        await host.outbox.flush();
        expect(host.received).to.deep.equal(['one', 'one']);
        expect([...host.recorded]).to.deep.equal(['id-1']);
    });

    it('is done with a message when its event has come', async () => {
        const host = new FakeHost();
        host.outbox.add({ text: 'one' });
        host.outbox.add({ text: 'two' });
        await host.outbox.flush();
        host.outbox.settle(id => id === 'id-1');
        expect(host.outbox.messages).to.deep.equal([{ messageId: 'id-2', text: 'two', state: 'sent' }]);
        expect(host.saved).to.deep.equal(host.outbox.messages);
    });

    it('keeps what the host refuses, with the reason, and goes on with the next', async () => {
        const host = new FakeHost();
        host.failure = new DispatchError('unavailable', 'claude.no-key', 'There is no key.');
        host.outbox.add({ text: 'one' });
        expect(await host.outbox.flush()).to.equal('done');
        expect(host.outbox.messages).to.deep.equal([
            { messageId: 'id-1', text: 'one', state: 'refused', problem: 'There is no key.', unanswerable: true }
        ]);
        host.failure = undefined;
        host.outbox.add({ text: 'two' });
        await host.outbox.flush();
        host.outbox.retry('id-1');
        await host.outbox.flush();
        expect(host.received).to.deep.equal(['two', 'one']);
    });

    it('sends what nothing could answer when told so, and leaves to the person what was refused otherwise', async () => {
        const host = new FakeHost();
        host.failure = new DispatchError('unavailable', 'claude.no-key', 'There is no key.');
        host.outbox.add({ text: 'one' });
        await host.outbox.flush();
        host.failure = new DispatchError('conflict', 'claude.ended', 'It has ended.');
        host.outbox.add({ text: 'two' });
        await host.outbox.flush();
        host.failure = undefined;
        host.outbox.retryUnanswerable();
        await host.outbox.flush();
        expect(host.received).to.deep.equal(['one']);
        expect(host.outbox.messages).to.deep.equal([
            { messageId: 'id-1', text: 'one', state: 'sent' },
            { messageId: 'id-2', text: 'two', state: 'refused', problem: 'It has ended.' }
        ]);
    });

    it('takes over what an earlier page left, before what was said since, and nothing twice', async () => {
        const host = new FakeHost();
        host.outbox.add({ text: 'new' });
        const left: OutboxMessage = { messageId: 'old-1', text: 'old', state: 'sent' };
        host.outbox.restore([left]);
        host.outbox.restore([left]);
        await host.outbox.flush();
        expect(host.received).to.deep.equal(['old', 'new']);
    });

    it('sends a message that is added while another is on its way, without sending either twice', async () => {
        const host = new FakeHost();
        host.outbox.add({ text: 'one' });
        const first = host.outbox.flush();
        host.outbox.add({ text: 'two' });
        await Promise.all([first, host.outbox.flush()]);
        expect(host.received).to.deep.equal(['one', 'two']);
    });

    it('leaves to the person what was refused, also on the next page (it was sent without a word)', async () => {
        const host = new FakeHost();
        const refused: OutboxMessage = { messageId: 'old', text: 'one', state: 'refused', problem: 'There is no key.' };
        host.outbox.restore([refused]);
        await host.outbox.flush();
        expect(host.received).to.deep.equal([]);
        expect(host.outbox.messages).to.deep.equal([refused]);
    });
});

import { expect } from 'chai';
import { DispatchError } from '../../kernel/common/errors';
import { ControlChannel } from './control-channel';

/** A channel, what it sent, and what it was told. */
function open() {
    const sent: { id: number; method: string }[] = [];
    const notified: string[] = [];
    const due: (() => void)[] = [];
    const channel = new ControlChannel(
        method => notified.push(method),
        work => {
            due.push(work);
            return () => undefined;
        }
    );
    const connect = (): void => channel.socketOpened(text => sent.push(JSON.parse(text)));
    return { channel, sent, notified, due, connect };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
    try {
        return `no failure: ${JSON.stringify(await promise)}`;
    } catch (thrown) {
        return thrown instanceof DispatchError ? thrown.code : String(thrown);
    }
}

describe('control channel', () => {
    it('fails a request that was sent and may not be repeated when the connection breaks', async () => {
        const { channel, connect, sent } = open();
        connect();
        const answer = codeOf(channel.request('createSession', {}));
        channel.socketClosed();
        connect();
        expect(await answer).to.equal('connection.lost');
        expect(sent).to.have.length(1);
    });

    it('repeats a harmless request on the next connection, under the same number', async () => {
        const { channel, connect, sent } = open();
        connect();
        const answer = channel.request('listSessions', {}, { repeatable: true });
        channel.socketClosed();
        connect();
        expect(sent.map(({ id, method }) => [id, method])).to.deep.equal([
            [1, 'listSessions'],
            [1, 'listSessions']
        ]);
        channel.receive('{"id":1,"result":{"sessions":[]}}');
        expect(await answer).to.deep.equal({ sessions: [] });
    });

    it('keeps a request that was never sent for the next connection', async () => {
        const { channel, connect, sent } = open();
        const answer = channel.request('createSession', {});
        channel.socketClosed();
        connect();
        expect(sent).to.have.length(1);
        channel.receive('{"id":1,"result":1}');
        expect(await answer).to.equal(1);
    });

    it('fails with what the host says', async () => {
        const { channel, connect } = open();
        connect();
        const answer = codeOf(channel.request('endSession', {}));
        channel.receive('{"id":1,"error":{"kind":"not-found","code":"session.not-found","message":"gone"}}');
        expect(await answer).to.equal('session.not-found');
    });

    it('fails when no answer comes in time', async () => {
        const { channel, connect, due } = open();
        connect();
        const answer = codeOf(channel.request('getHost', {}));
        due.forEach(work => work());
        expect(await answer).to.equal('connection.no-answer');
    });

    it('ignores what it cannot read and hears what comes after it', () => {
        const { channel, connect, notified } = open();
        connect();
        ['', '{', '[1]', '{"id":99,"result":1}', '{"notify":"notifySessionChanged","params":{}}'].forEach(text =>
            channel.receive(text)
        );
        expect(notified).to.deep.equal(['notifySessionChanged']);
    });
});

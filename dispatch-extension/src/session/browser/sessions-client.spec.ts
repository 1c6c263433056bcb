import { expect } from 'chai';
import { Emitter } from '@theia/core/lib/common/event';
import { ConnectionErrors } from '../common/connection-errors';
import { SessionsClient } from './sessions-client';

/** A client whose host answers as `answer` does, and the errors that the person was shown. */
async function connect(answer: (method: string) => unknown) {
    const shown: string[] = [];
    const client = new SessionsClient();
    Object.assign(client, {
        messages: { error: (message: string) => shown.push(message) },
        sockets: {
            state: 'online',
            onDidNotify: new Emitter().event,
            onDidChangeState: new Emitter().event,
            request: async (method: string) => answer(method)
        }
    });
    client['init']();
    await new Promise(resolve => setTimeout(resolve));
    return { client, shown };
}

const fail = (error: Error) => (): never => {
    throw error;
};

describe('sessions client', () => {
    it('tells the person of a list that it does not understand', async () => {
        const { shown } = await connect(() => ({ sessions: 'many' }));
        expect(shown).to.deep.equal([ConnectionErrors.badAnswer().message]);
    });

    it('is silent when the connection broke, because the next one asks again', async () => {
        const { shown } = await connect(fail(ConnectionErrors.lost()));
        expect(shown).to.deep.equal([]);
    });
});

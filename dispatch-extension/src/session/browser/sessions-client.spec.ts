import { expect } from 'chai';
import { Emitter } from '@theia/core/lib/common/event';
import { asDispatchError } from '../../kernel/common/errors';
import { SessionId } from '../../kernel/common/ids';
import { ConnectionErrors } from '../common/connection-errors';
import { SessionsClient } from './sessions-client';

const ID = SessionId.parse('0'.repeat(26));

/** A client whose host answers as `answer` does, and the errors that the person was shown. */
async function connect(answer: (method: string) => unknown) {
    const shown: string[] = [];
    const client = new SessionsClient();
    const told = new Emitter<{ method: string; params: unknown }>();
    Object.assign(client, {
        appearMs: 50,
        messages: { error: (message: string) => shown.push(message) },
        sockets: {
            state: 'online',
            onDidNotify: told.event,
            onDidChangeState: new Emitter().event,
            request: async (method: string) => answer(method)
        }
    });
    client['init']();
    await new Promise(resolve => setTimeout(resolve));
    return { client, shown, tell: (method: string, params: unknown) => told.fire({ method, params }) };
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

    describe('a session that was made and is waited for', () => {
        const listed = (method: string): unknown =>
            method === 'listSessions'
                ? { sessions: [] }
                : { protocolVersion: 1, version: '1', startedAtMs: 1, kinds: ['terminal'] };

        async function failure(waiting: Promise<unknown>): Promise<unknown> {
            return waiting.then(
                () => 'it has appeared',
                (error: unknown) => asDispatchError(error).code
            );
        }

        it('fails when it is removed before it was ever told (it was waited for without end)', async () => {
            const { client, tell } = await connect(listed);
            const waiting = failure(client.appeared(ID));
            tell('notifySessionForgotten', { sessionId: ID });
            expect(await waiting).to.equal('session.not-found');
        });

        it('fails when it does not come', async () => {
            const { client } = await connect(listed);
            expect(await failure(client.appeared(ID))).to.equal('session.not-found');
        });

        it('is given as soon as it is told, or when it is known', async () => {
            const { client, tell } = await connect(listed);
            const session = {
                id: ID,
                kind: 'terminal',
                title: 'one',
                folder: '/work',
                state: 'active',
                viewers: 0,
                createdAtMs: 1,
                changedAtMs: 1,
                detail: {}
            };
            const waiting = client.appeared(ID);
            tell('notifySessionChanged', { session });
            expect(await waiting).to.deep.include({ id: ID });
            expect(await client.appeared(ID)).to.equal(await waiting);
        });
    });
});

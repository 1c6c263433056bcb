import { expect } from 'chai';
import { sql } from 'kysely';
import { SessionId, WorkspaceId } from '../../kernel/common/ids';
import { newSessionId, newWorkspaceId } from '../../kernel/host/new-id';
import { TestLog } from '../../kernel/testing/test-log';
import { StateDatabase } from '../../storage/host/state-database';
import { SessionInfo } from '../common/session-protocol';
import { SessionRouter } from './session-router';
import { sessionMigrations, SessionStore } from './session-store';

describe('session router', () => {
    let database: StateDatabase;
    let store: SessionStore;
    let router: SessionRouter;

    beforeEach(async () => {
        database = await StateDatabase.open(':memory:', new TestLog());
        await database.migrate('engine', sessionMigrations);
        store = new SessionStore(database, new TestLog());
        router = new SessionRouter(store, () => 77);
    });

    afterEach(() => database.close());

    it('says not-found for what is not bound, by every way', async () => {
        const id = newSessionId();
        expect(router.find(id)).to.equal(undefined);
        expect(() => router.get(id))
            .to.throw()
            .with.property('code', 'session.not-found');
        expect(await router.unbind(id).catch(error => error.code)).to.equal('session.not-found');
        router.update(id, { title: 'x' });
        expect(router.all()).to.deep.equal([]);
    });

    it('knows which sessions a workspace has', () => {
        const workspaceId = newWorkspaceId();
        const mine = router.bind(session(workspaceId));
        router.bind(session());
        expect(router.byWorkspace(workspaceId)).to.deep.equal([mine]);
    });

    it('records every session as it was last, in the order of their creation', async () => {
        const first = router.bind(session()).info.id;
        const second = router.bind(session()).info.id;
        for (let i = 0; i < 50; i++) {
            router.update(first, { title: `title ${i}`, detail: { i } });
        }
        router.update(second, { state: 'failed', reason: 'no shell' });
        await store.flush();
        const loaded = await store.load();
        expect(loaded).to.have.deep.members([router.get(first).info, router.get(second).info]);
        expect(loaded.find(({ id }) => id === first)).to.deep.include({ title: 'title 49', detail: { i: 49 } });
    });

    it('F11: writes what a full disk did not take with the next change of any session', async () => {
        const ended = router.bind(session()).info.id;
        await store.flush();
        await sql`PRAGMA query_only = ON`.execute(database.tables());
        router.update(ended, { state: 'ended', reason: 'exited with code 3' });
        await store.flush();
        await sql`PRAGMA query_only = OFF`.execute(database.tables());
        router.bind(session());
        await store.flush();
        expect((await store.load()).find(({ id }) => id === ended)).to.deep.equal(router.get(ended).info);
    });

    it('tells each change and each forgetting, and forgets for good', async () => {
        const told: string[] = [];
        const stop = router.listen({
            sessionChanged: ({ state }) => void told.push(state),
            sessionForgotten: () => void told.push('forgotten')
        });
        const { id } = router.bind(session()).info;
        router.update(id, { state: 'ended' });
        await router.unbind(id);
        stop();
        router.bind(session());
        expect(told).to.deep.equal(['creating', 'ended', 'forgotten']);
        await store.flush();
        expect((await store.load()).map(info => info.id)).not.to.include(id);
    });

    function session(workspaceId?: WorkspaceId): SessionInfo {
        const id: SessionId = newSessionId();
        return {
            id,
            kind: 'terminal',
            title: 'bash',
            workspaceId,
            folder: '/w',
            state: 'creating',
            reason: undefined,
            viewers: 0,
            createdAtMs: 1,
            changedAtMs: 1,
            detail: {}
        };
    }
});

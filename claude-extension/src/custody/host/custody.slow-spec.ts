import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { TestHost } from 'dispatch-extension/lib/session/testing/test-host';
import { ClaudeKind } from '../../conversation/host/claude-kind';
import { ClaudeLiveSession } from '../../conversation/host/claude-live-session';
import { ClaudeSessionManager } from '../../conversation/host/claude-session-manager';
import { FakeSessionContext, SESSION_ID, SilentLog } from '../../conversation/testing/fake-session-context';
import { MemoryEventLog } from '../../conversation/testing/memory-event-log';
import { saying, ScriptedRuntime } from '../../conversation/testing/scripted-runtime';
import { WatchedSession } from '../../conversation/testing/watched-session';
import { CustodyKindRpc, TRASH_MS } from '../common/custody-protocol';
import { conversationLines } from '../testing/foreign-lines';
import { CallSurfaces } from 'dispatch-extension/lib/kernel/host/call-surfaces';
import { CustodyFeature } from './custody-feature';

const ID = '11111111-2222-3333-4444-555555555555';
const OTHER = '66666666-2222-3333-4444-555555555555';

describe('custody of conversations', function () {
    this.timeout(60_000);
    let config: string;
    let feature: CustodyFeature;
    let kind: CallSurfaces;

    beforeEach(() => {
        config = fs.mkdtempSync(join(tmpdir(), 'dispatch-custody-'));
        fs.mkdirSync(join(config, 'projects', '-home-ada-project'), { recursive: true });
        write(ID, conversationLines());
        write(
            OTHER,
            conversationLines('/elsewhere').map(line => line.replace('Why does the build fail?', 'Say hello'))
        );
        feature = new CustodyFeature({ log: new SilentLog(), environment: { CLAUDE_CONFIG_DIR: config } });
        kind = new CallSurfaces();
        feature.joinKind(kind);
    });

    afterEach(() => fs.rmSync(config, { recursive: true, force: true }));

    function write(id: string, lines: readonly string[]): void {
        fs.writeFileSync(join(config, 'projects', '-home-ada-project', `${id}.jsonl`), `${lines.join('\n')}\n`);
    }

    async function list(query?: string) {
        const answer = await kind.call('listConversations', { query });
        return CustodyKindRpc.requests.listConversations.result.parse(answer).conversations;
    }

    async function session(options: object = {}, log = new MemoryEventLog(), id = SESSION_ID) {
        const runtime = new ScriptedRuntime('claude-code');
        const manager = new ClaudeSessionManager(log, [runtime], [5], undefined, [feature]);
        const context = new FakeSessionContext('/home/ada/project', config, id);
        const page = new WatchedSession(await manager.create(context, options));
        return { page, context, manager, runtime };
    }

    it('lists them, and finds them by title, folder and what was said', async () => {
        expect((await list()).map(each => each.title).sort()).to.deep.equal(['Say hello', 'Why does the build fail?']);
        expect((await list('say HELLO')).map(each => each.conversationId)).to.deep.equal([OTHER]);
        expect((await list('elsewhere')).map(each => each.conversationId)).to.deep.equal([OTHER]);
        expect((await list('wrong in GREET.ts')).map(each => each.excerpt)).to.deep.equal([
            'A type is wrong in greet.ts.',
            'A type is wrong in greet.ts.'
        ]);
        expect(await list('nobody said that')).to.deep.equal([]);
    });

    it('finds nothing, and does not fail, where there are none', async () => {
        fs.rmSync(config, { recursive: true });
        expect(await list()).to.deep.equal([]);
    });

    it('gives them out as events, and nothing that is no conversation', async () => {
        const answer = await kind.call('readConversation', { conversationId: ID, after: 0 });
        const { events, more } = CustodyKindRpc.requests.readConversation.result.parse(answer);
        expect(events[0].body.type).to.equal('session-started');
        expect(more).to.equal(false);
        const code = await kind
            .call('readConversation', { conversationId: 'aaaaaaaa-0000', after: 0 })
            .catch((error: { code: string }) => error.code);
        expect(code).to.equal('custody.not-found');
    });

    it('begins a session with all that was said, under the name by which Claude Code remembers it', async () => {
        const { page, runtime } = await session({ runtime: 'claude-code', continues: ID });
        await page.until(() => page.all('state-changed').at(-1));
        expect(page.all('user-message').map(message => message.text)).to.deep.equal(['Why does the build fail?']);
        expect(page.all('runtime-session').map(each => each.runtimeSessionId)).to.deep.equal([ID]);
        expect((await list()).map(each => each.conversationId)).to.deep.equal([OTHER]);
        runtime.scripts.push(saying('more'));
        await page.say('And now?');
        await page.next('turn-ended', 1);
        expect(runtime.turns).to.deep.equal([['And now?']]);
        await page.session.end('enough');
    });

    it('is gone on with by one session, however many want it at once, and the others are told by which', async () => {
        const log = new MemoryEventLog();
        const ids = ['A', 'B', 'C', 'D'].map(letter => SessionId.parse(`01JD00000000000000000CAFE${letter}`));
        const all = await Promise.allSettled(ids.map(id => session({ continues: ID }, log, id)));
        const going = all.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []));
        expect(going).to.have.length(1);
        const { info } = going[0].context;
        const refused = all.flatMap(each => (each.status === 'rejected' ? [each.reason as DispatchError] : []));
        expect(refused.map(({ code, data }) => ({ code, data }))).to.deep.equal(
            [1, 2, 3].map(() => ({ code: 'custody.held', data: { sessionId: info.id, title: info.title } }))
        );
        const late = await session({ continues: ID }, log, ids[3]).catch((error: DispatchError) => error.code);
        expect(late).to.equal('custody.held');
        await going[0].manager.forget(info.id);
        const next = await session({ continues: ID }, log, ids[1]);
        expect((await next.page.next('runtime-session')).runtimeSessionId).to.equal(ID);
    });

    it('leaves nothing in the list of a session that was refused because another one holds the conversation', async () => {
        const host = await TestHost.start(services => [
            new ClaudeKind({ ...services, providers: [new ScriptedRuntime('claude-code')] }, [feature])
        ]);
        try {
            const person = await host.page();
            const options = { runtime: 'claude-code', continues: ID };
            const first = await person.create('claude', options, { folder: config });
            const refused = await person.create('claude', options, { folder: config }).catch((error: unknown) => error);
            expect(refused).to.include({ code: 'custody.held', kind: 'conflict' });
            const { sessions } = await person.call<{ sessions: SessionInfo[] }>('listSessions');
            expect(sessions.map(({ id }) => id)).to.deep.equal([first.id]);
            // the one that holds it keeps it
            const late = await person.create('claude', options, { folder: config }).catch((error: unknown) => error);
            expect(late).to.include({ code: 'custody.held' });
        } finally {
            await host.dispose();
        }
    });

    it('can be gone on with after a session that wanted it could not begin', async () => {
        const broken = new MemoryEventLog();
        broken.append = async () => {
            throw new Error('the disk is full');
        };
        const failed = await session({ continues: ID }, broken).catch((error: Error) => error.message);
        expect(failed).to.equal('the disk is full');
        const { page } = await session({ continues: ID });
        expect((await page.next('runtime-session')).runtimeSessionId).to.equal(ID);
    });

    it('stays with its session when that has gone back to before it, since that can be undone', async () => {
        const { page } = await session({ continues: ID });
        const { recorder } = page.session as ClaudeLiveSession;
        await recorder.record(
            { type: 'turn-started', turnId: 't' },
            { type: 'runtime-session', runtimeSessionId: 'another-name' },
            { type: 'turn-ended', turnId: 't', outcome: 'finished' }
        );
        const other = SessionId.parse('01JD00000000000000000CAFEB');
        const late = await session({ continues: ID }, new MemoryEventLog(), other).catch(
            (error: DispatchError) => error.code
        );
        expect(late).to.equal('custody.held');
    });

    it('in the trash takes no message, says how it is restored, and goes on after that', async () => {
        const { page, runtime } = await session();
        await page.session.call('moveToTrash', undefined);
        const refused = await page.say('hello').catch((error: DispatchError) => error);
        expect(refused).to.include({ code: 'custody.in-trash', kind: 'conflict' });
        expect((refused as DispatchError).message).to.include('Restore');
        expect(page.all('user-message')).to.deep.equal([]);
        await page.session.call('restoreFromTrash', undefined);
        await page.say('hello');
        await page.next('turn-ended');
        expect(runtime.turns).to.deep.equal([['hello']]);
    });

    it('in the trash does not go on by itself when a usage limit has passed, but once it is restored', async () => {
        const { page, runtime } = await session();
        runtime.scripts.push(async () => ({
            outcome: 'failed',
            error: 'limit',
            limit: { reason: 'A limit.', untilMs: Date.now() + 300 }
        }));
        await page.session.call('changeSettings', { resumeAfterLimit: true });
        await page.say('hello');
        await page.next('parked');
        await page.session.call('moveToTrash', undefined);
        await page.until(() => undefined, 700).catch(() => undefined);
        expect(runtime.turns).to.have.length(1);
        const code = await page.session.call('goOn', {}).catch((error: DispatchError) => error.code);
        expect(code).to.equal('custody.in-trash');
        await page.session.call('restoreFromTrash', undefined);
        await page.next('turn-ended', 1);
        expect(runtime.turns).to.have.length(2);
    });

    it('archives, and takes out again', async () => {
        const { page, context } = await session();
        await page.session.call('setArchived', { archived: true });
        expect(context.info.detail['archived']).to.equal(true);
        await page.session.call('setArchived', { archived: false });
        expect(context.info.detail['archived']).to.equal(false);
    });

    it('keeps what was deleted for its time, and then lets it go; what was restored stays', async () => {
        const { page, context } = await session();
        await page.session.call('moveToTrash', undefined);
        await feature.sweep();
        expect(context.forgotten).to.equal(false);
        context.now = () => Date.now() + TRASH_MS + 1;
        await page.session.call('restoreFromTrash', undefined);
        await feature.sweep();
        expect(context.forgotten).to.equal(false);
        context.now = () => Date.now();
        await page.session.call('moveToTrash', undefined);
        context.now = () => Date.now() + TRASH_MS + 1_000;
        await feature.sweep();
        expect(context.forgotten).to.equal(true);
    });
});

import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClaudeSessionManager } from '../../conversation/host/claude-session-manager';
import { FakeSessionContext, SilentLog } from '../../conversation/testing/fake-session-context';
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

    async function session(options: object = {}) {
        const runtime = new ScriptedRuntime('claude-code');
        const manager = new ClaudeSessionManager(new MemoryEventLog(), [runtime], [5], undefined, [feature]);
        const context = new FakeSessionContext('/home/ada/project');
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

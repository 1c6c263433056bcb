import { expect } from 'chai';
import type { StorageService } from '@theia/core/lib/browser/storage-service';
import { Event } from '@theia/core/lib/common/event';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import type { AttachedInfo } from 'dispatch-extension/lib/session/common/stream-frames';
import type { SessionSocketManager } from 'dispatch-extension/lib/session/browser/session-socket-manager';
import type { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { ClaudeSessionModel } from './claude-session-model';

describe('model of a Claude session', () => {
    it('stops watching what it cannot read (it was asked for again without end)', () => {
        const { model, watching } = watchedModel();
        expect(watching.size).to.equal(1);
        expect(model.data(0, new TextEncoder().encode('[{"of":"a newer host"}]'))).to.equal(0);
        expect(watching.size).to.equal(0);
        expect(model.problem).to.match(/^A part of this session could not be read/);
        model.dispose();
    });

    it('asks the runtime what it offers before anything was said, once (model and commands could not be chosen)', async () => {
        const { model, called } = watchedModel();
        model.discover();
        expect(called, 'it is not known yet what the session knows').to.deep.equal([]);
        model.attached({ end: 1 } as AttachedInfo);
        const started = { type: 'session-started', runtime: 'claude-code', folder: '/work' };
        model.data(0, new TextEncoder().encode(JSON.stringify([{ seq: 1, atMs: 1, body: started }])));
        model.discover();
        model.discover();
        expect(called).to.deep.equal(['discoverCapabilities']);
        model.dispose();
    });

    it('asks for nothing that the session knows', async () => {
        const { model, called } = watchedModel();
        const capabilities = { models: [], permissionModes: [], commands: [], agents: [], mcpServers: [] };
        const told = { seq: 1, atMs: 1, body: { type: 'capabilities-discovered', capabilities } };
        model.attached({ end: 1 } as AttachedInfo);
        model.data(0, new TextEncoder().encode(JSON.stringify([told])));
        model.discover();
        expect(called).to.deep.equal([]);
        model.dispose();
    });

    it('tells nobody of the pieces in which what was before comes, but of the last (tab and header were drawn with each)', async () => {
        const { model } = watchedModel();
        const pause = (): Promise<void> => new Promise(done => setTimeout(done, PACE_MS + 20));
        let told = 0;
        await pause();
        model.onDidChange(() => told++);
        model.attached({ end: 3 } as AttachedInfo);
        await pause();
        expect(told).to.equal(1);
        for (const seq of [1, 2]) {
            model.data(seq - 1, piece(seq));
            await pause();
        }
        expect(told).to.equal(1);
        model.data(2, piece(3));
        await pause();
        expect([told, model.caughtUp]).to.deep.equal([2, true]);
        model.data(3, piece(4));
        await pause();
        expect(told).to.equal(3);
        model.dispose();
    });
});

/** A model tells of changes at most once in this time, in ms. */
const PACE_MS = 60;

/** One event, as it comes from the host. */
function piece(seq: number): Uint8Array {
    const body = { type: 'notice', level: 'info', text: `notice ${seq}` };
    return new TextEncoder().encode(JSON.stringify([{ seq, atMs: seq, body }]));
}

/** `called`: the names of the calls that it made. */
function watchedModel(): { model: ClaudeSessionModel; watching: Set<object>; called: string[] } {
    const called: string[] = [];
    const calls = new Proxy({}, { get: (_, name: string) => async () => void called.push(name) });
    const watching = new Set<object>();
    const sockets = {
        state: 'offline',
        onDidChangeState: Event.None,
        connect: (_: SessionId, sink: object) => {
            watching.add(sink);
            return { dispose: () => watching.delete(sink), acknowledge: () => undefined };
        }
    } as unknown as SessionSocketManager;
    const sessions = { onDidChange: Event.None, ofSession: () => calls, find: () => undefined };
    const storage: StorageService = {
        setData: async () => undefined,
        getData: async <T>(_: string, or?: T) => or as T
    };
    const model = new ClaudeSessionModel(
        SessionId.parse('0'.repeat(26)),
        sockets,
        sessions as unknown as SessionsClient,
        storage
    );
    model.start();
    return { model, watching, called };
}

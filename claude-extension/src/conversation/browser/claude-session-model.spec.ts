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
});

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

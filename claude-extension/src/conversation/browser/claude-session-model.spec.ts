import { expect } from 'chai';
import type { StorageService } from '@theia/core/lib/browser/storage-service';
import { Event } from '@theia/core/lib/common/event';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
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
});

function watchedModel(): { model: ClaudeSessionModel; watching: Set<object> } {
    const watching = new Set<object>();
    const sockets = {
        state: 'offline',
        onDidChangeState: Event.None,
        connect: (_: SessionId, sink: object) => {
            watching.add(sink);
            return { dispose: () => watching.delete(sink) };
        }
    } as unknown as SessionSocketManager;
    const sessions = { onDidChange: Event.None, ofSession: () => ({}), find: () => undefined };
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
    return { model, watching };
}

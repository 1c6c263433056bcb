import { inject, injectable } from '@theia/core/shared/inversify';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { RpcClient } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { CheckpointRpc } from '../common/checkpoint-protocol';

/** Large folders on slow disks take their time, in ms. */
const TIMEOUT_MS = 180_000;

/** Asks the session host for checkpoints. Fails as `CheckpointRpc` says. */
@injectable()
export class CheckpointClient {
    constructor(@inject(SessionsClient) private readonly sessions: SessionsClient) {}

    of(sessionId: SessionId): RpcClient<typeof CheckpointRpc> {
        return this.sessions.ofSession(CheckpointRpc, sessionId, {
            repeatable: ['previewRewind', 'previewUndo', 'listChanges', 'readChange', 'readCheckpointFile'],
            timeoutMs: TIMEOUT_MS
        });
    }
}

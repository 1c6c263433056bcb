import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RpcClient } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { ClaudeSessionManager } from '../../conversation/host/claude-session-manager';
import { FakeSessionContext, SESSION_ID, SilentLog } from '../../conversation/testing/fake-session-context';
import { MemoryEventLog } from '../../conversation/testing/memory-event-log';
import { ScriptedRuntime } from '../../conversation/testing/scripted-runtime';
import { WatchedSession } from '../../conversation/testing/watched-session';
import { CheckpointRpc } from '../common/checkpoint-protocol';
import { CheckpointFeature } from '../host/checkpoint-feature';

/** A Claude session with checkpoints in a folder of its own, whose turns run shell commands. */
export class CheckpointedSession {
    private constructor(
        private readonly root: string,
        readonly work: string,
        readonly page: WatchedSession,
        readonly runtime: ScriptedRuntime,
        readonly manager: ClaudeSessionManager,
        readonly feature: CheckpointFeature
    ) {}

    static async create(): Promise<CheckpointedSession> {
        const root = fs.mkdtempSync(join(tmpdir(), 'dispatch-checkpointed-'));
        const work = join(root, 'work');
        fs.mkdirSync(work);
        fs.mkdirSync(join(root, 'session'));
        const feature = new CheckpointFeature({ log: new SilentLog(), personFolder: join(root, 'person') });
        const runtime = new ScriptedRuntime();
        const manager = new ClaudeSessionManager(new MemoryEventLog(), [runtime], [5], undefined, [feature]);
        const context = new FakeSessionContext(work, join(root, 'session'));
        const page = new WatchedSession(await manager.create(context, {}));
        return new CheckpointedSession(root, work, page, runtime, manager, feature);
    }

    /** What a page may ask. */
    get rpc(): RpcClient<typeof CheckpointRpc> {
        const call = (method: string) => (params: unknown) => this.page.session.call(method, params);
        return Object.fromEntries(
            Object.keys(CheckpointRpc.requests).map(method => [method, call(method)])
        ) as unknown as RpcClient<typeof CheckpointRpc>;
    }

    /** Runs a command as the person does. */
    sh(script: string): string {
        return execFileSync('bash', ['-c', script], { cwd: this.work, encoding: 'utf8' });
    }

    /** A turn in which Claude runs a command. Resolves when it has ended, with its id. */
    async turn(messageId: string, script: string): Promise<string> {
        this.runtime.scripts.push(async () => {
            this.sh(script);
            return { outcome: 'finished' };
        });
        const before = this.page.all('turn-ended').length;
        await this.page.say('do it', messageId);
        return (await this.page.next('turn-ended', before)).turnId;
    }

    async close(): Promise<void> {
        await this.page.session.end('enough');
        await this.manager.forget(SESSION_ID);
        fs.rmSync(this.root, { recursive: true, force: true });
    }
}

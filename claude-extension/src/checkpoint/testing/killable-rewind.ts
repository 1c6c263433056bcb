import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Current } from 'dispatch-extension/lib/kernel/host/current';
import { StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';
import { ClaudeKind } from '../../conversation/host/claude-kind';
import { FakeSessionContext, SilentLog } from '../../conversation/testing/fake-session-context';
import { ScriptedRuntime } from '../../conversation/testing/scripted-runtime';
import { CheckpointFeature } from '../host/checkpoint-feature';

/** What the folder holds before the turn that is gone back from: files in folders, a link, an odd mode, ignored dots. */
export const BEFORE = `
    mkdir -p src/deep old
    for i in $(seq 1 12); do echo "line $i" > src/file-$i.txt; done
    head -c 200000 /dev/zero | tr '\\0' x > src/deep/large.txt
    echo one > old/one; chmod 600 old/one; ln -s old/one link
    printf '.*\\n' > .gitignore`;

/** What Claude does to it in the turn. */
export const TURN = `
    for i in $(seq 1 8); do echo "other $i" > src/file-$i.txt; done
    rm -r old; mkdir -p made/deep; echo 1 > made/deep/a; echo 2 > made/b
    head -c 300000 /dev/zero | tr '\\0' y > src/deep/large.txt
    rm link; ln -s made/b link; chmod 755 src/file-9.txt`;

/** A Claude session with checkpoints over a real `state.db`, all of it below one folder, as one session host has it. */
export class KillableHost {
    private constructor(
        readonly work: string,
        readonly context: FakeSessionContext,
        readonly runtime: ScriptedRuntime,
        readonly kind: ClaudeKind,
        readonly database: StateDatabase
    ) {}

    static async open(root: string): Promise<KillableHost> {
        const work = join(root, 'work');
        const personFolder = join(root, 'data', 'people', 'default');
        [work, personFolder, join(root, 'session')].forEach(folder => mkdirSync(folder, { recursive: true }));
        const log = new SilentLog();
        const database = await StateDatabase.open(join(root, 'state.db'), log);
        const runtime = new ScriptedRuntime();
        const meter = new Current({ url: 'http://127.0.0.1:1', hasKey: false, tokenKey: 'k'.repeat(32) });
        const world = { database, log, personFolder, workspacesRoot: root, meter, providers: [runtime] };
        const kind = new ClaudeKind(world, [new CheckpointFeature({ log, personFolder })]);
        await database.migrate('claude', kind.migrations);
        return new KillableHost(work, new FakeSessionContext(work, join(root, 'session')), runtime, kind, database);
    }
}

/** Runs a script as the person or Claude would. */
export function sh(folder: string, script: string): string {
    return execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
}

import { promises as fs, readlinkSync } from 'node:fs';
import { WatchedSession } from '../../conversation/testing/watched-session';
import { RewindPreview, RewindResult } from '../common/checkpoint-protocol';
import { KillableHost, sh, TURN } from './killable-rewind';

/** What changes files while they are put back. */
const CHANGES = ['unlink', 'rmdir', 'mkdir', 'chmod', 'symlink', 'writeFile', 'rename'] as const;

/**
 * A session host that kills itself, as by `kill -9`, in the middle of a rewind: at the change of a file that `dieAt` counts,
 * `half` in the middle of writing it. `undo`: in the middle of undoing the rewind.
 */
async function main([root, dieAt, how, what]: readonly string[]): Promise<void> {
    const host = await KillableHost.open(root);
    const page = new WatchedSession(await host.kind.start(host.context, {}));
    host.runtime.scripts.push(async () => {
        sh(host.work, TURN);
        return { outcome: 'finished' };
    });
    await page.say('do it', 'message-1');
    await page.next('turn-ended');
    const call = <T>(method: string, params: object): Promise<T> => page.session.call(method, params) as Promise<T>;
    const aim = { toMessageId: 'message-1', scope: 'both' };
    const { shown } = await call<RewindPreview>('previewRewind', aim);
    if (what === 'undo') {
        const { rewindId } = await call<RewindResult>('rewind', { ...aim, shown });
        const preview = await call<RewindPreview>('previewUndo', { rewindId });
        dieAfter(host.work, Number(dieAt), how);
        await call('undoRewind', { rewindId, shown: preview.shown });
    } else {
        dieAfter(host.work, Number(dieAt), how);
        await call('rewind', { ...aim, shown });
    }
    process.stdout.write('lived\n');
    process.kill(process.pid, 'SIGKILL');
}

function dieAfter(folder: string, count: number, how: string): void {
    const disk = { ...fs };
    const patched = fs as unknown as Record<string, (...args: never[]) => Promise<unknown>>;
    let changes = 0;
    for (const name of CHANGES) {
        patched[name] = async (...args: never[]) => {
            const [path, content] = args as unknown as [Buffer | string, Buffer];
            if (!located(path.toString()).startsWith(folder) || ++changes < count) {
                return (disk[name] as (...all: never[]) => Promise<unknown>)(...args);
            }
            if (how === 'half' && name === 'writeFile') {
                await disk.writeFile(path, content.subarray(0, content.length / 2));
            } else if (how === 'after') {
                await (disk[name] as (...all: never[]) => Promise<unknown>)(...args);
            }
            process.kill(process.pid, 'SIGKILL');
            return new Promise(() => undefined);
        };
    }
}

/** With the path of an open folder in the place of its number. */
function located(path: string): string {
    return path.replace(/^\/proc\/self\/fd\/\d+/, open => readlinkSync(open));
}

void main(process.argv.slice(2));

import { promises as fs, readlinkSync } from 'node:fs';
import { FileHandle } from 'node:fs/promises';
import { WatchedSession } from '../../conversation/testing/watched-session';
import { RewindPreview, RewindResult } from '../common/checkpoint-protocol';
import { KillableHost, sh, TURN } from './killable-rewind';

/** What changes files while they are put back. */
const CHANGES = ['unlink', 'rmdir', 'mkdir', 'chmod', 'symlink', 'rename'] as const;

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
    const change = async (work: () => Promise<unknown>, halfOfIt = async (): Promise<unknown> => undefined) => {
        if (++changes < count) {
            return work();
        }
        await (how === 'half' ? halfOfIt() : how === 'after' ? work() : undefined);
        process.kill(process.pid, 'SIGKILL');
        return new Promise(() => undefined);
    };
    for (const name of CHANGES) {
        patched[name] = async (...args: never[]) => {
            const work = (): Promise<unknown> => (disk[name] as (...all: never[]) => Promise<unknown>)(...args);
            return isBelow(folder, args[0]) ? change(work) : work();
        };
    }
    patched['open'] = async (...args: never[]) => {
        const file = (await (disk.open as (...all: never[]) => Promise<FileHandle>)(...args)) as FileHandle;
        if (isBelow(folder, args[0])) {
            const whole = { writeFile: file.writeFile.bind(file), chmod: file.chmod.bind(file) };
            const write = (content: Buffer) =>
                change(
                    () => whole.writeFile(content),
                    () => whole.writeFile(content.subarray(0, content.length / 2))
                );
            Object.assign(file, { writeFile: write, chmod: (mode: number) => change(() => whole.chmod(mode)) });
        }
        return file;
    };
}

/** Also where it is named by a folder that is held open. */
function isBelow(folder: string, path: Buffer | string): boolean {
    const shown = path.toString();
    const held = /^\/proc\/self\/fd\/\d+/.exec(shown)?.[0];
    return (held === undefined ? shown : `${readlinkSync(held)}${shown.slice(held.length)}`).startsWith(`${folder}/`);
}

void main(process.argv.slice(2));

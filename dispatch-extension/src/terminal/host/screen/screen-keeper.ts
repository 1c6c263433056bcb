import { GridHistory } from '../../domain/grid-history';
import { readCheckpoint, writeCheckpoint } from './checkpoint-file';
import { RecordedOutput } from './recorded-output';
import { ScreenOutput, ScreenTask } from './screen-protocol';
import { ScreenPicture, TerminalMirror } from './terminal-mirror';

/** A screen that nobody has asked for in this time is let go of, in ms; it is made again from its checkpoint. */
const KEEP_MS = 30_000;
/** Screens in memory. The one unused for longest makes room. */
const MAX_SCREENS = 24;
/** A screen is kept on the disk when it has read this much more, in bytes. */
const CHECKPOINT_BYTES = 16 * 1024 * 1024;
/** One that is let go of is worth a checkpoint when it has read this much more, in bytes. */
const WORTHWHILE_BYTES = 64 * 1024;

interface KeptScreen {
    mirror?: TerminalMirror;
    output?: ScreenOutput;
    /** Where the picture on the disk is; 0 for none. */
    checkpointAt: number;
    usedAtMs: number;
    /** Settles when nothing is under way. Never rejects. */
    idle: Promise<unknown>;
    tasks: number;
}

/** The screens of terminals, a bounded number in memory and the others on the disk. One task at a time for each. */
export class ScreenKeeper {
    private readonly screens = new Map<string, KeptScreen>();
    private readonly sweeper: NodeJS.Timeout;

    constructor() {
        this.sweeper = setInterval(() => this.sweep(), KEEP_MS / 3).unref();
    }

    /** Does what is asked, after what was asked of the same screen before. */
    perform(key: string, task: ScreenTask): Promise<ScreenPicture | undefined> {
        const screen = this.screens.get(key) ?? { checkpointAt: 0, usedAtMs: 0, idle: Promise.resolve(), tasks: 0 };
        this.screens.set(key, screen);
        screen.tasks++;
        screen.usedAtMs = performance.now();
        const done = screen.idle.then(() => this.work(screen, task));
        screen.idle = done
            .catch(() => release(screen))
            .then(() => {
                screen.tasks--;
                this.afterwards(key, screen, task);
            });
        return done;
    }

    /** How many are in memory. */
    get size(): number {
        return [...this.screens.values()].filter(({ mirror }) => mirror).length;
    }

    dispose(): void {
        clearInterval(this.sweeper);
        this.screens.forEach(release);
        this.screens.clear();
    }

    private async work(screen: KeptScreen, task: ScreenTask): Promise<ScreenPicture | undefined> {
        if (task.want === 'forget') {
            return undefined;
        }
        const { output } = task;
        screen.output = output;
        const mirror = (screen.mirror ??= await this.open(screen, output));
        const recorded = new RecordedOutput(output.folder, output.end, output.tail);
        const grids = new GridHistory(output.grids);
        try {
            if (task.want === 'brief picture') {
                const glimpse = await mirror.glimpse(recorded, grids, output.end, output.places);
                if (glimpse) {
                    return glimpse;
                }
            }
            const isEnough = task.want === 'leave out' && !(await mirror.leaveOut(recorded, grids, output.end));
            if (!isEnough) {
                await mirror.advance(recorded, grids, output.end, output.places);
            }
        } finally {
            recorded.close();
        }
        const isFar = mirror.position - screen.checkpointAt >= CHECKPOINT_BYTES;
        if (task.want === 'checkpoint' || (isReadOn(task) && isFar)) {
            await keepOnDisk(screen);
        }
        return pictureFor(task, mirror);
    }

    private async open(screen: KeptScreen, { checkpointFile, folder, end, grids, tail }: ScreenOutput) {
        const checkpoint = await readCheckpoint(checkpointFile);
        if (checkpoint && checkpoint.at <= end) {
            screen.checkpointAt = checkpoint.at;
            return TerminalMirror.restore(checkpoint);
        }
        const start = Math.min(end, new RecordedOutput(folder, end, tail).start);
        return TerminalMirror.beginAt(start, new GridHistory(grids).inForceAt(start));
    }

    private afterwards(key: string, screen: KeptScreen, task: ScreenTask): void {
        if (screen.tasks > 0) {
            return;
        }
        if (task.want === 'forget') {
            release(screen);
            this.screens.delete(key);
        }
        const loaded = [...this.screens].filter(([, { mirror }]) => mirror);
        if (loaded.length > MAX_SCREENS) {
            const idle = loaded.filter(([, { tasks }]) => tasks === 0).sort(([, a], [, b]) => a.usedAtMs - b.usedAtMs);
            idle.slice(0, loaded.length - MAX_SCREENS).forEach(([unused, it]) => this.letGo(unused, it));
        }
    }

    private sweep(): void {
        const oldest = performance.now() - KEEP_MS;
        for (const [key, screen] of this.screens) {
            if (screen.tasks === 0 && screen.usedAtMs < oldest) {
                this.letGo(key, screen);
            }
        }
    }

    /** Another task may come while it is written; then it stays. */
    private letGo(key: string, screen: KeptScreen): void {
        const isWorthwhile = screen.mirror && screen.mirror.position - screen.checkpointAt >= WORTHWHILE_BYTES;
        screen.tasks++;
        screen.idle = screen.idle
            .then(() => (isWorthwhile ? keepOnDisk(screen) : undefined))
            .catch(() => undefined) // a terminal that was forgotten has no folder any more
            .then(() => {
                screen.tasks--;
                if (screen.tasks === 0) {
                    release(screen);
                    this.screens.delete(key);
                }
            });
    }
}

function isReadOn({ want }: ScreenTask): boolean {
    return want === 'advance' || want === 'leave out';
}

function pictureFor({ want }: ScreenTask, mirror: TerminalMirror): ScreenPicture | undefined {
    switch (want) {
        case 'picture':
            return mirror.picture();
        case 'brief picture':
            return mirror.briefPicture();
        default:
            return undefined;
    }
}

async function keepOnDisk(screen: KeptScreen): Promise<void> {
    const { mirror, output } = screen;
    if (mirror && output && mirror.position > screen.checkpointAt) {
        const picture = mirror.picture();
        await writeCheckpoint(output.checkpointFile, picture);
        screen.checkpointAt = picture.at;
    }
}

function release(screen: KeptScreen): void {
    screen.mirror?.dispose();
    screen.mirror = undefined;
}

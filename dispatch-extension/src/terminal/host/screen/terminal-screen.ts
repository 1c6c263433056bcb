import { StructuredLog } from '../../../kernel/host/structured-log';
import { StreamSnapshot } from '../../../session/domain/stream-source';
import { endsAtAnchor, NO_ANCHORS, OutputAnchors } from '../../domain/output-anchors';
import { FLOOD_PAUSE_MS, waitForPicture } from '../../domain/picture-time';
import { ByteLog } from '../log/byte-log';
import { TerminalStorage } from '../log/terminal-storage';
import { readCheckpoint } from './checkpoint-file';
import { ScreenPool } from './screen-pool';
import { ScreenOutput } from './screen-protocol';
import { ScreenPicture } from './terminal-mirror';

/**
 * Output that nobody's screen has read yet, after which what has scrolled away of it is left out, in bytes; and how often
 * at most, in ms. So little of it is left to look at when a flood has ended.
 */
const LEAVE_OUT_BYTES = 4 * 1024 * 1024;
const READ_ON_EVERY_MS = 150;
/** A log that keeps less than this is read to its end each time, after half of what it keeps: what comes next must be there still. In bytes. */
const ROOMY_BYTES = 8 * LEAVE_OUT_BYTES;
/** After this time without output the picture is kept on the disk, when it is worth it; in ms and bytes. */
const QUIET_MS = 1_000;
const WORTHWHILE_BYTES = 64 * 1024;
/** The oldest places are let go of above this. */
const MAX_PLACES = 2_000;

/**
 * The screen of one terminal, as this thread sees it: says when a worker should read on, and gets pictures from it.
 * Nothing here is held for a terminal that is quiet.
 */
export class TerminalScreen {
    /** Places whose lines are told with a snapshot. */
    anchors: OutputAnchors = NO_ANCHORS;
    private places: number[] = [];
    private underWay?: Promise<StreamSnapshot>;
    private next?: Promise<StreamSnapshot>;
    /** Somebody who waits for the next one needs all of it. */
    private nextIsWhole = false;
    private quietTimer?: NodeJS.Timeout;
    private readTo = 0;
    private keptAt = 0;
    private askedAtMs = -Infinity;
    private tookAtMs = -Infinity;
    private grewAtMs = 0;
    private reading = false;

    /** `key` names the terminal. */
    constructor(
        private readonly key: string,
        private readonly storage: TerminalStorage,
        private readonly pool: ScreenPool,
        private readonly log: StructuredLog
    ) {}

    /**
     * The screen as it is at a position at or after what is the newest now. Those who ask meanwhile share the next one.
     * `isBrief`: few lines above it are enough.
     */
    snapshot(isBrief = false): Promise<StreamSnapshot> {
        if (!this.underWay) {
            this.underWay = this.take(isBrief).finally(() => (this.underWay = undefined));
            return this.underWay;
        }
        this.nextIsWhole ||= !isBrief;
        this.next ??= this.underWay.then(
            () => this.takeNext(),
            () => this.takeNext()
        );
        return this.next;
    }

    /** There is more output. Cheap. */
    grew(): void {
        this.grewAtMs = performance.now();
        this.quietTimer ??= setTimeout(() => this.checkQuiet(), QUIET_MS).unref();
        const { end, retainBytes } = this.storage.bytes;
        const isRoomy = retainBytes >= ROOMY_BYTES;
        const isFar = end - this.readTo >= (isRoomy ? LEAVE_OUT_BYTES : retainBytes / 2);
        if (isFar && !this.reading && this.grewAtMs - this.askedAtMs >= READ_ON_EVERY_MS) {
            void this.readOn(isRoomy ? 'leave out' : 'advance');
        }
    }

    /** Resolves when nothing of it is under way any more; it can be asked again. */
    async dispose(): Promise<void> {
        clearTimeout(this.quietTimer);
        this.quietTimer = undefined;
        if (!this.pool.isIdle(this.key)) {
            await this.pool.ask(this.key, { want: 'forget' }).catch(() => undefined); // gone with its worker
        }
    }

    private takeNext(): Promise<StreamSnapshot> {
        const isBrief = !this.nextIsWhole;
        this.next = undefined;
        this.nextIsWhole = false;
        return this.snapshot(isBrief);
    }

    private async take(isBrief: boolean): Promise<StreamSnapshot> {
        await this.untilRest(isBrief ? performance.now() : this.tookAtMs);
        const output = this.output();
        const picture = (await this.fromDisk(output)) ?? (await this.fromWorker(output, isBrief));
        this.tookAtMs = performance.now();
        return { at: picture.at, meta: { grid: picture.grid, anchors: picture.anchors }, bytes: picture.bytes };
    }

    /** Resolves when the output rests, or when a picture of a flood is due: some time after `sinceMs`. */
    private async untilRest(sinceMs: number): Promise<void> {
        const dueAtMs = sinceMs + FLOOD_PAUSE_MS;
        const endsWithPrompt = (): boolean => endsAtAnchor(this.anchors, this.storage.bytes.end);
        for (;;) {
            const { grewAtMs } = this;
            const waitMs = waitForPicture({ nowMs: performance.now(), grewAtMs, dueAtMs, endsWithPrompt });
            if (waitMs === 0) {
                return;
            }
            await new Promise(resolve => setTimeout(resolve, waitMs));
        }
    }

    /** Where everything has been read before and no worker runs, none is needed. */
    private async fromDisk({ checkpointFile, end }: ScreenOutput): Promise<ScreenPicture | undefined> {
        const kept = this.pool.isIdle(this.key) ? await readCheckpoint(checkpointFile) : undefined;
        const grid = this.storage.grids.latest;
        const fits = kept?.at === end && kept.grid.columns === grid?.columns && kept.grid.rows === grid.rows;
        return fits ? kept : undefined;
    }

    /** A worker that dies is given a second chance; it starts from what is on the disk. */
    private async fromWorker(output: ScreenOutput, isBrief: boolean): Promise<ScreenPicture> {
        const task = { want: isBrief ? 'brief picture' : 'picture', output } as const;
        const picture = await this.pool.ask(this.key, task).catch(error => {
            this.log.warn('terminal.screen-failed', { error });
            return this.pool.ask(this.key, task);
        });
        if (!picture) {
            throw new Error('the worker has answered without a picture');
        }
        if (!isBrief) {
            // a brief one may have been made without reading on
            this.readTo = Math.max(this.readTo, picture.at);
        }
        return picture;
    }

    private checkQuiet(): void {
        this.quietTimer = undefined;
        const sinceMs = performance.now() - this.grewAtMs;
        const { end } = this.storage.bytes;
        if (sinceMs < QUIET_MS) {
            this.quietTimer = setTimeout(() => this.checkQuiet(), QUIET_MS - sinceMs).unref();
        } else if (end - this.keptAt >= WORTHWHILE_BYTES) {
            void this.readOn('checkpoint');
        }
    }

    private async readOn(want: 'leave out' | 'advance' | 'checkpoint'): Promise<void> {
        this.reading = true;
        this.askedAtMs = performance.now();
        await Promise.resolve(); // who sees the output in this turn may add anchors to it
        const output = this.output();
        try {
            await this.pool.ask(this.key, { want, output });
            this.readTo = Math.max(this.readTo, output.end);
            this.keptAt = want === 'checkpoint' ? output.end : this.keptAt;
        } catch (error) {
            this.log.warn('terminal.screen-not-kept', { error });
        } finally {
            this.reading = false;
        }
    }

    private output(): ScreenOutput {
        const { checkpointFile, grids } = this.storage;
        const bytes: ByteLog = this.storage.bytes;
        const places = this.placesUpTo(bytes.end);
        return {
            folder: bytes.folder,
            checkpointFile,
            end: bytes.end,
            grids: grids.all,
            places,
            tail: bytes.unwritten
        };
    }

    private placesUpTo(end: number): readonly number[] {
        for (let place = this.nextPlace(); place <= end; place = this.nextPlace()) {
            this.places.push(place);
        }
        this.places.splice(0, this.places.length - MAX_PLACES);
        return this.places;
    }

    private nextPlace(): number {
        return this.anchors.nextAfter(this.places.at(-1) ?? -1);
    }
}

import { AttachRequest, DriveRole, Grid } from '../../../session/common/stream-frames';
import { InputSequence } from '../../../session/domain/input-sequence';
import { PumpSink, StreamPump } from '../../../session/domain/stream-pump';
import { StreamChunk, StreamSource } from '../../../session/domain/stream-source';
import { Attachment, StreamViewer } from '../../../session/host/session-kind';
import { LeaseSeat } from '../../domain/driver-lease';
import { ImageWatch } from './image-watch';

/**
 * A viewer that is further behind than this and the window that is under way to it is given a snapshot in place of the
 * bytes, unless images are in them. At some 5 MB/s, at which a page parses, it is what is seen 50 ms late. In bytes.
 */
const MAX_BACKLOG_BYTES = 256 * 1024;
/**
 * So much at once may be the beginning of a flood, of which nothing but pictures is shown: it waits for what comes right
 * behind it, so that a page does not parse and draw what nobody can see. In bytes and ms.
 */
const FLOOD_BYTES = 32 * 1024;
const FLOOD_SIGHT_MS = 12;

/** Ctrl+C, Ctrl+Z, Ctrl+\: who types these wants to see what comes next, and no images of what came before. */
const INTERRUPTS: ReadonlySet<number> = new Set([0x03, 0x1a, 0x1c]);

/** What an attachment tells of its viewer, and asks. */
export interface AttachedTerminal {
    isDriver(attachment: TerminalAttachment): boolean;
    input(bytes: Uint8Array, by: TerminalAttachment): void;
    /** `by.grid` has changed. */
    wished(by: TerminalAttachment): void;
    drive(role: DriveRole, by: TerminalAttachment): void;
    detached(attachment: TerminalAttachment, lost: boolean): void;
}

/** The output of a terminal, and its size. */
export interface AttachedOutput extends StreamSource {
    readonly grid: Grid | undefined;
    read(from: number, budget: number): StreamChunk | undefined;
}

/** One viewer of a terminal. */
export class TerminalAttachment implements Attachment, LeaseSeat {
    readonly viewerId: string;
    readonly pageKey: string | undefined;
    readonly isObserver: boolean;
    /** The size that this viewer would have. */
    grid: Grid | undefined;
    private readonly pump: StreamPump;
    private readonly images: ImageWatch;
    private sight?: NodeJS.Timeout;
    private started = false;
    private over = false;

    constructor(
        private readonly terminal: AttachedTerminal,
        private readonly output: AttachedOutput,
        private readonly viewer: StreamViewer,
        request: AttachRequest,
        private readonly sequence: InputSequence
    ) {
        this.viewerId = request.viewerId;
        this.pageKey = request.pageKey;
        this.isObserver = request.observer === true;
        this.grid = request.grid;
        this.images = new ImageWatch((from, budget) => output.read(from, budget)?.bytes);
        this.pump = new StreamPump(output, watching(this.images, viewer), {
            window: request.window,
            from: request.from,
            maxBacklog: request.observer ? undefined : MAX_BACKLOG_BYTES,
            isWorthSending: (from, to) => this.images.isAhead(from, to),
            everyUnit: request.observer,
            onError: error => viewer.failed(error)
        });
    }

    /** Tells the viewer where it is, and begins to send. */
    start(): void {
        const { start, end, grid } = this.output;
        const drives = this.terminal.isDriver(this);
        this.started = true;
        this.viewer.attached({ appliedInputSeq: this.sequence.applied, start, end, grid, drives });
        this.pump.start();
    }

    /** There is more to send, or the end. */
    wake(): void {
        if (this.sight) {
            return;
        }
        if (this.isObserver || this.output.end - this.pump.sentTo < FLOOD_BYTES) {
            this.pump.wake();
            return;
        }
        this.pump.hold();
        this.sight = setTimeout(() => {
            this.sight = undefined;
            this.pump.release();
        }, FLOOD_SIGHT_MS);
    }

    /** Tells the size, unless it was not yet told where it is, which says it as well. */
    resized(grid: Grid): void {
        if (this.started) {
            this.viewer.resized(grid);
        }
    }

    driving(drives: boolean): void {
        if (this.started) {
            this.viewer.driving(drives);
        }
    }

    acknowledge(offset: number): void {
        this.pump.acknowledge(offset);
    }

    input(seq: number, bytes: Uint8Array): void {
        this.sequence.apply(seq, () => this.terminal.input(bytes, this));
        if (bytes.some(byte => INTERRUPTS.has(byte))) {
            this.images.giveUp(this.output.end);
        }
        this.viewer.inputApplied(this.sequence.applied);
    }

    resize(grid: Grid): void {
        this.grid = grid;
        this.terminal.wished(this);
    }

    drive(role: DriveRole): void {
        if (!this.isObserver) {
            this.terminal.drive(role, this);
        }
    }

    detach(lost = false): void {
        if (!this.over) {
            this.over = true;
            clearTimeout(this.sight);
            this.pump.dispose();
            this.terminal.detached(this, lost);
        }
    }
}

/** What is sent to the viewer, seen by `images`. */
function watching(images: ImageWatch, viewer: StreamViewer): PumpSink {
    return {
        snapshot: (at, meta, bytes) => {
            images.jumped();
            images.sent(bytes);
            viewer.snapshot(at, meta, bytes);
        },
        data: (offset, bytes) => {
            images.sent(bytes);
            viewer.data(offset, bytes);
        },
        gap: (from, to, reason) => {
            images.jumped();
            viewer.gap(from, to, reason);
        },
        exited: exit => viewer.exited(exit)
    };
}

import { DispatchError } from '../../kernel/common/errors';
import { SessionId, ViewerId } from '../../kernel/common/ids';
import { AttachedInfo, DriveRole, ExitInfo, FrameType, Grid, StreamFrame } from '../common/stream-frames';

export interface ViewerOptions {
    viewerId?: ViewerId;
    from?: number;
    window?: number;
    grid?: Grid;
    pageKey?: ViewerId;
    observer?: boolean;
    /** False for a viewer that is stuck: it never acknowledges. */
    acknowledge?: boolean;
    /** Bytes shown before, that `from` goes on behind. */
    shown?: Buffer;
}

type FrameBody<F = StreamFrame> = F extends unknown ? Omit<F, 'channel'> : never;

/** What one attachment has shown. Throws when a piece does not fit on the one before. */
export class TestViewer {
    info?: AttachedInfo;
    position: number;
    /** The bytes of DATA frames since `from` or the last snapshot. */
    readonly pieces: Buffer[];
    snapshots: { at: number; bytes: Buffer; grid?: Grid }[] = [];
    gaps: [number, number][] = [];
    grids: Grid[] = [];
    /** Whether it drives, as the host said last. */
    drives?: boolean;
    exit?: ExitInfo;
    refused?: DispatchError;
    appliedInput = 0;
    receivedBytes = 0;
    /** Told of each piece of the screen, and the position behind it. */
    onFrame?: (to: number, bytes: Uint8Array) => void;
    private problem?: Error;
    private nextSeq = 1;

    constructor(
        private readonly options: ViewerOptions,
        private readonly send: (frame: FrameBody) => void
    ) {
        this.position = options.from ?? 0;
        this.pieces = options.shown ? [options.shown] : [];
    }

    get text(): string {
        return Buffer.concat(this.pieces).toString('utf8');
    }

    get bytes(): Buffer {
        return Buffer.concat(this.pieces);
    }

    open(sessionId: SessionId, viewerId: ViewerId): void {
        const { from, window = 64 * 1024, grid, observer, pageKey } = this.options;
        const request = { sessionId, viewerId, from, window, grid, observer, pageKey };
        this.send({ type: FrameType.Attach, request });
    }

    type(text: string): void {
        this.input(this.nextSeq++, text);
    }

    input(seq: number, text: string): void {
        this.nextSeq = seq + 1;
        this.send({ type: FrameType.Input, seq, bytes: Buffer.from(text) });
    }

    resize(grid: Grid): void {
        this.send({ type: FrameType.Resize, grid });
    }

    drive(role: DriveRole): void {
        this.send({ type: FrameType.Drive, role });
    }

    /** For a viewer that acknowledges at a pace of its own. */
    acknowledge(offset: number): void {
        this.send({ type: FrameType.Ack, offset });
    }

    detach(): void {
        this.send({ type: FrameType.Detach });
    }

    receive(frame: StreamFrame): void {
        try {
            this.apply(frame);
        } catch (error) {
            this.problem ??= error as Error;
        }
    }

    /** Resolves when `condition` holds. Rejects with what went wrong, or after `withinMs`. */
    async until(condition: () => boolean, withinMs = 10_000): Promise<void> {
        const endAtMs = Date.now() + withinMs;
        while (!condition()) {
            if (this.problem) {
                throw this.problem;
            }
            if (Date.now() > endAtMs) {
                throw new Error(
                    `not within ${withinMs} ms; the last text was ${JSON.stringify(this.text.slice(-300))}`
                );
            }
            await new Promise(resolve => setTimeout(resolve, 5));
        }
        if (this.problem) {
            throw this.problem;
        }
    }

    private apply(frame: StreamFrame): void {
        if (this.exit) {
            throw new Error(`a frame of type ${frame.type} after the exit`);
        }
        switch (frame.type) {
            case FrameType.Attached:
                this.info = frame.info;
                this.drives = frame.info.drives;
                this.appliedInput = frame.info.appliedInputSeq;
                this.nextSeq = Math.max(this.nextSeq, this.appliedInput + 1);
                break;
            case FrameType.Snapshot:
                this.pieces.length = 0;
                this.snapshots.push({ at: frame.at, bytes: Buffer.from(frame.bytes), grid: frame.meta.grid });
                this.moveTo(frame.at, frame.bytes.length);
                this.onFrame?.(frame.at, frame.bytes);
                break;
            case FrameType.Data:
                if (frame.offset !== this.position) {
                    throw new Error(`data at ${frame.offset}, expected at ${this.position}`);
                }
                this.pieces.push(Buffer.from(frame.bytes));
                this.moveTo(this.position + frame.bytes.length, frame.bytes.length);
                this.onFrame?.(this.position, frame.bytes);
                break;
            case FrameType.Gap:
                this.gaps.push([frame.from, frame.to]);
                this.position = frame.to;
                break;
            case FrameType.InputAck:
                this.appliedInput = frame.seq;
                break;
            case FrameType.Resize:
                this.grids.push(frame.grid);
                break;
            case FrameType.Drive:
                this.drives = frame.role === DriveRole.Drive;
                break;
            case FrameType.Exit:
                this.exit = frame.exit;
                break;
            case FrameType.Refused:
                this.refused = DispatchError.fromWire(frame.error);
                break;
            default:
                throw new Error(`the host sent a frame of type ${frame.type}`);
        }
    }

    private moveTo(position: number, bytes: number): void {
        this.position = position;
        this.receivedBytes += bytes;
        if (this.options.acknowledge !== false) {
            this.acknowledge(position);
        }
    }
}

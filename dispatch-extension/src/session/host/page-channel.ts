import { asDispatchError } from '../../kernel/common/errors';
import {
    AttachedInfo,
    DriveRole,
    ExitInfo,
    FrameType,
    GapReason,
    Grid,
    SnapshotMeta,
    StreamFrame
} from '../common/stream-frames';
import { Attachment, StreamViewer } from './session-kind';

type FrameBody<F = StreamFrame> = F extends unknown ? Omit<F, 'channel'> : never;

/** One attachment of a page, as the session sees it: turns what the session tells into frames. */
export class PageChannel implements StreamViewer {
    private attachment?: Attachment;
    private over = false;

    /** `ended` is called once, when the session or an error has ended the attachment. */
    constructor(
        private readonly channel: number,
        private readonly sendFrame: (frame: StreamFrame) => void,
        private readonly ended: (error: unknown) => void
    ) {}

    /** Attaches; a refusal is sent to the page. */
    open(attach: (viewer: StreamViewer) => Attachment): void {
        this.guarded(() => {
            const attachment = attach(this);
            if (this.over) {
                attachment.detach();
            } else {
                this.attachment = attachment;
            }
        });
    }

    /** Hands a frame of the page to the session. What the session throws ends this attachment only. */
    handle(work: (attachment: Attachment) => void): void {
        const { attachment } = this;
        if (attachment && !this.over) {
            this.guarded(() => work(attachment));
        }
    }

    /** Stops watching, without a word to the page. `lost`: its connection broke. */
    close(lost = false): void {
        this.over = true;
        this.attachment?.detach(lost);
    }

    attached(info: AttachedInfo): void {
        this.send({ type: FrameType.Attached, info });
    }
    snapshot(at: number, meta: SnapshotMeta, bytes: Uint8Array): void {
        this.send({ type: FrameType.Snapshot, at, meta, bytes });
    }
    data(offset: number, bytes: Uint8Array): void {
        this.send({ type: FrameType.Data, offset, bytes });
    }
    inputApplied(seq: number): void {
        this.send({ type: FrameType.InputAck, seq });
    }
    resized(grid: Grid): void {
        this.send({ type: FrameType.Resize, grid });
    }
    driving(drives: boolean): void {
        this.send({ type: FrameType.Drive, role: drives ? DriveRole.Drive : DriveRole.View });
    }
    gap(from: number, to: number, reason: GapReason): void {
        this.send({ type: FrameType.Gap, from, to, reason });
    }
    exited(exit: ExitInfo): void {
        this.send({ type: FrameType.Exit, exit });
    }
    failed(error: unknown): void {
        if (!this.over) {
            this.send({ type: FrameType.Refused, error: asDispatchError(error).toWire() });
            this.close();
            this.ended(error);
        }
    }

    private guarded(work: () => void): void {
        try {
            work();
        } catch (error) {
            this.failed(error);
        }
    }

    private send(body: FrameBody): void {
        if (!this.over) {
            this.sendFrame({ channel: this.channel, ...body } as StreamFrame);
        }
    }
}

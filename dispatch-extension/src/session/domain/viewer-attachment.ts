import { DispatchError } from '../../kernel/common/errors';
import { SessionId, ViewerId } from '../../kernel/common/ids';
import { SessionErrors } from '../common/session-errors';
import { AttachRequest, DriveRole, FrameType, GapReason, Grid, StreamFrame } from '../common/stream-frames';
import { InputOutbox } from './input-outbox';
import { ConnectOptions, StreamSink } from './viewer-stream';

/** One open socket, as an attachment needs it. */
export interface AttachmentLink {
    /** A channel number that was never used on this socket. Frames that come on it go to the attachment. */
    openChannel(attachment: Attachment): number;
    closeChannel(channel: number): void;
    send(frame: StreamFrame): void;
}

export interface AttachmentParts {
    sessionId: SessionId;
    viewerId: ViewerId;
    sink: StreamSink;
    options: ConnectOptions;
    outbox: InputOutbox;
}

/** How often in a row a stream may begin at a wrong position before the page asks for a fresh snapshot. */
const MAX_REPAIRS = 2;

/** The page acknowledges when it has caught up, and at the latest after this part of the window. */
const ACKS_PER_WINDOW = 16;

/** Refusals of input only; the page attaches again. */
const INPUT_REFUSED = SessionErrors.inputRefused().code;
const INPUT_TOO_FAST = SessionErrors.inputTooFast().code;
const INPUT_HOLE = SessionErrors.inputHole().code;
const INPUT_PROBLEMS: ReadonlySet<string> = new Set([INPUT_REFUSED, INPUT_TOO_FAST, INPUT_HOLE]);

/**
 * One page's attachment to one session over any number of sockets: it knows the position reached, resumes there, and
 * keeps input until it is applied. Free of sockets, timers and DOM.
 */
export class Attachment {
    private link: AttachmentLink | undefined;
    private channel: number | undefined;
    private accepted = false;
    private finished = false;
    private position: number | undefined;
    private ackedTo = -1;
    private processedTo = -1;
    private repairs = 0;
    /**
     * Where the last gap begins, until something has followed it: the picture that fills it may be lost with the
     * connection, and is sent again only to a viewer that asks from before the gap.
     */
    private gapFrom: number | undefined;
    private grid: Grid | undefined;
    private takesOver = false;

    constructor(private readonly parts: AttachmentParts) {
        this.position = parts.options.from;
        this.grid = parts.options.grid;
    }

    get sessionId(): SessionId {
        return this.parts.sessionId;
    }

    /** True after exit, refusal or disposal: it asks for nothing any more. */
    get isOver(): boolean {
        return this.finished;
    }

    get pendingBytes(): number {
        return this.parts.outbox.pendingBytes;
    }

    get pendingText(): string | undefined {
        return this.parts.outbox.pendingText;
    }

    /** A socket is open: attach, from the position reached. */
    socketOpened(link: AttachmentLink): void {
        this.link = link;
        this.attach();
    }

    socketClosed(): void {
        this.link = undefined;
        this.channel = undefined;
        this.accepted = false;
    }

    /** Asks again after a refusal that was only for now. */
    attach(): void {
        if (this.finished || !this.link) {
            return;
        }
        this.leaveChannel();
        this.channel = this.link.openChannel(this);
        const from = this.gapFrom ?? this.position;
        this.ackedTo = from ?? -1;
        const { sessionId, viewerId, options } = this.parts;
        const request: AttachRequest = { sessionId, viewerId, window: options.window };
        if (from !== undefined) {
            request.from = from;
        }
        if (this.grid) {
            request.grid = this.grid;
        }
        if (options.pageKey) {
            request.pageKey = options.pageKey;
        }
        if (options.observer) {
            request.observer = true;
        }
        this.link.send({ type: FrameType.Attach, channel: this.channel, request });
    }

    send(bytes: Uint8Array): boolean {
        if (this.finished || !this.parts.outbox.push(bytes)) {
            return false;
        }
        this.flushInput();
        return true;
    }

    acknowledge(offset: number): void {
        this.processedTo = Math.max(this.processedTo, offset);
        this.flushAcknowledgement();
    }

    /** Wishes for a size; the last wish is told again at every attachment. */
    resize(grid: Grid): void {
        this.grid = grid;
        if (this.accepted && this.link && this.channel !== undefined) {
            this.link.send({ type: FrameType.Resize, channel: this.channel, grid });
        }
    }

    /** Says what this page wishes to be. */
    drive(role: DriveRole): void {
        if (this.accepted && this.link && this.channel !== undefined) {
            this.link.send({ type: FrameType.Drive, channel: this.channel, role });
        } else {
            this.takesOver = role === DriveRole.Drive;
        }
    }

    /**
     * A frame of this attachment's channel. Answers how many milliseconds later to `attach` again, where the host
     * refused for now only.
     */
    receive(frame: StreamFrame): number | undefined {
        const { sink, outbox } = this.parts;
        switch (frame.type) {
            case FrameType.Attached:
                this.accepted = true;
                outbox.attached(frame.info.appliedInputSeq);
                sink.attached?.(frame.info);
                if (this.takesOver) {
                    this.takesOver = false;
                    this.drive(DriveRole.Drive);
                }
                this.flushInput();
                break;
            case FrameType.Snapshot:
                this.gapFrom = undefined;
                this.reach(frame.at);
                sink.snapshot(frame.at, frame.meta, frame.bytes);
                break;
            case FrameType.Data:
                this.receiveData(frame.offset, frame.bytes);
                break;
            case FrameType.InputAck:
                outbox.applied(frame.seq);
                sink.inputApplied?.(outbox.pendingBytes);
                break;
            case FrameType.Resize:
                sink.resized?.(frame.grid);
                break;
            case FrameType.Drive:
                sink.driving?.(frame.role === DriveRole.Drive);
                break;
            case FrameType.Gap:
                this.receiveGap(frame.from, frame.to, frame.reason);
                break;
            case FrameType.Exit:
                this.finish();
                sink.exited(frame.exit);
                break;
            case FrameType.Refused:
                return this.receiveRefusal(DispatchError.fromWire(frame.error));
            default:
                break;
        }
        return undefined;
    }

    /** Stops watching. Input that never left this page is dropped. */
    dispose(): void {
        if (!this.finished) {
            this.parts.outbox.dropUnsent();
            this.finish();
        }
    }

    private receiveData(offset: number, bytes: Uint8Array): void {
        this.gapFrom = undefined;
        if (this.position !== undefined && offset !== this.position) {
            this.repair();
            return;
        }
        this.repairs = 0;
        // Set before the sink is called, so that it may acknowledge at once; corrected where a unit is not a byte.
        this.position = offset + bytes.length;
        const units = this.parts.sink.data(offset, bytes);
        if (typeof units === 'number') {
            this.position = offset + units;
        }
        this.flushAcknowledgement();
    }

    private flushAcknowledgement(): void {
        const { link, channel, position } = this;
        if (!link || channel === undefined || position === undefined) {
            return;
        }
        const offset = Math.min(this.processedTo, position);
        const step = Math.max(1, this.parts.options.window / ACKS_PER_WINDOW);
        if (offset > this.ackedTo && (offset === position || offset - this.ackedTo >= step)) {
            this.ackedTo = offset;
            link.send({ type: FrameType.Ack, channel, offset });
        }
    }

    /** The host sent another piece than the next one: ask again from here, and if that does not help, begin anew. */
    private repair(): void {
        if (++this.repairs > MAX_REPAIRS) {
            this.position = undefined;
        }
        this.attach();
    }

    private receiveGap(from: number, to: number, reason: GapReason): void {
        this.gapFrom ??= from;
        const shownTo = Math.max(from, this.position ?? from);
        if (to > shownTo) {
            this.reach(to);
            this.parts.sink.gap(shownTo, to, reason);
        }
    }

    private reach(position: number): void {
        this.repairs = 0;
        this.position = position;
    }

    private receiveRefusal(error: DispatchError): number | undefined {
        if (this.link && this.channel !== undefined) {
            this.link.closeChannel(this.channel);
        }
        this.channel = undefined;
        this.accepted = false;
        if (error.code === INPUT_REFUSED) {
            this.parts.outbox.clear();
            this.parts.sink.inputRefused?.(error);
        }
        if (error.code === INPUT_TOO_FAST) {
            this.parts.sink.inputSlowed?.(error);
        }
        if (error.kind === 'unavailable' || INPUT_PROBLEMS.has(error.code)) {
            return error.retryAfterMs ?? 1_000;
        }
        this.finish();
        this.parts.sink.refused(error);
        return undefined;
    }

    private flushInput(): void {
        if (this.accepted && this.link && this.channel !== undefined) {
            for (const { seq, bytes } of this.parts.outbox.take()) {
                this.link.send({ type: FrameType.Input, channel: this.channel, seq, bytes });
            }
        }
        this.parts.sink.inputApplied?.(this.pendingBytes);
    }

    private leaveChannel(): void {
        if (this.link && this.channel !== undefined) {
            this.link.send({ type: FrameType.Detach, channel: this.channel });
            this.link.closeChannel(this.channel);
        }
        this.channel = undefined;
        this.accepted = false;
    }

    private finish(): void {
        this.leaveChannel();
        this.finished = true;
        this.link = undefined;
    }
}

import { AttachRequest, Grid } from '../../session/common/stream-frames';
import { InputSequence } from '../../session/domain/input-sequence';
import { StreamPump } from '../../session/domain/stream-pump';
import { StreamSource } from '../../session/domain/stream-source';
import { Attachment, StreamViewer } from '../../session/host/session-kind';

/** A viewer that is further behind than this is given a snapshot in place of the bytes. In bytes. */
const MAX_BACKLOG_BYTES = 4 * 1024 * 1024;

/** What an attachment needs of its terminal. */
export interface AttachedTerminal {
    write(bytes: Uint8Array): void;
    resize(grid: Grid, by: TerminalAttachment): void;
    detached(attachment: TerminalAttachment): void;
}

/** The output of a terminal, and its size. */
export interface AttachedOutput extends StreamSource {
    readonly grid: Grid | undefined;
}

/** One viewer of a terminal. */
export class TerminalAttachment implements Attachment {
    private readonly pump: StreamPump;
    private over = false;

    constructor(
        private readonly terminal: AttachedTerminal,
        private readonly output: AttachedOutput,
        private readonly viewer: StreamViewer,
        private readonly request: AttachRequest,
        private readonly sequence: InputSequence
    ) {
        this.pump = new StreamPump(output, viewer, {
            window: request.window,
            from: request.from,
            maxBacklog: request.observer ? undefined : MAX_BACKLOG_BYTES,
            onError: error => viewer.failed(error)
        });
    }

    /** Tells the viewer where it is, and begins to send. */
    start(): void {
        if (this.request.grid) {
            this.resize(this.request.grid);
        }
        const { start, end, grid } = this.output;
        this.viewer.attached({ appliedInputSeq: this.sequence.applied, start, end, grid });
        this.pump.start();
    }

    wake(): void {
        this.pump.wake();
    }

    resized(grid: Grid): void {
        this.viewer.resized(grid);
    }

    acknowledge(offset: number): void {
        this.pump.acknowledge(offset);
    }

    input(seq: number, bytes: Uint8Array): void {
        this.sequence.apply(seq, () => this.terminal.write(bytes));
        this.viewer.inputApplied(this.sequence.applied);
    }

    resize(grid: Grid): void {
        if (!this.request.observer) {
            this.terminal.resize(grid, this);
        }
    }

    detach(): void {
        if (!this.over) {
            this.over = true;
            this.pump.dispose();
            this.terminal.detached(this);
        }
    }
}

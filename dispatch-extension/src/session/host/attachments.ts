import { DriveRole, Grid } from '../common/stream-frames';
import { SessionErrors } from '../common/session-errors';
import { Attachment, StreamViewer } from './session-kind';

/** What a page may send before it is attached: a page waits for the word that it is, and sends hardly anything. */
const MAX_EARLY = 64;

/**
 * The attachment to a session that is only being started: a page hears of a session before its program runs, and may want to
 * see it at once. It attaches when the start is over, and hands on what the page sent until then, in order.
 */
export class EarlyAttachment implements Attachment {
    private attachment?: Attachment;
    private readonly early: ((attachment: Attachment) => void)[] = [];
    private over = false;

    /** `attach` is called once, after `started`, and may throw to refuse, which `viewer` is told. */
    constructor(
        private readonly viewer: StreamViewer,
        started: Promise<unknown>,
        private readonly attach: () => Attachment
    ) {
        const goOn = (): void => this.goOn();
        // why a start failed was told to who asked for it; here, that there is nothing to attach to
        started.then(goOn, goOn);
    }

    acknowledge(offset: number): void {
        this.hand(attachment => attachment.acknowledge(offset));
    }
    input(seq: number, bytes: Uint8Array): void {
        this.hand(attachment => attachment.input(seq, bytes));
    }
    resize(grid: Grid): void {
        this.hand(attachment => attachment.resize(grid));
    }
    drive(role: DriveRole): void {
        this.hand(attachment => attachment.drive?.(role));
    }
    detach(lost?: boolean): void {
        this.over = true;
        this.attachment?.detach(lost);
    }

    private goOn(): void {
        if (this.over) {
            return;
        }
        try {
            this.attachment = this.attach();
            for (const work of this.early.splice(0)) {
                work(this.attachment);
            }
        } catch (error) {
            this.viewer.failed(error);
        }
    }

    private hand(work: (attachment: Attachment) => void): void {
        if (this.attachment) {
            work(this.attachment);
        } else if (this.early.push(work) > MAX_EARLY) {
            throw SessionErrors.inputRefused();
        }
    }
}

/** `uncount` is called once, when it is detached. */
export function countedAttachment(attachment: Attachment, uncount: () => void): Attachment {
    let attached = true;
    return {
        acknowledge: offset => attachment.acknowledge(offset),
        input: (seq, bytes) => attachment.input(seq, bytes),
        resize: grid => attachment.resize(grid),
        drive: role => attachment.drive?.(role),
        detach: lost => {
            if (attached) {
                attached = false;
                attachment.detach(lost);
                uncount();
            }
        }
    };
}

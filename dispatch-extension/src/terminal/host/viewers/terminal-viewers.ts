import { ViewerId } from '../../../kernel/common/ids';
import { SessionErrors } from '../../../session/common/session-errors';
import { AttachRequest, DriveRole, Grid } from '../../../session/common/stream-frames';
import { InputSequences } from '../../../session/domain/input-sequence';
import { StreamViewer } from '../../../session/host/session-kind';
import { InputRate } from '../../domain/input-rate';
import { DriverLease } from '../../domain/driver-lease';
import { isSomebody } from '../../domain/terminal-replies';
import { AttachedOutput, AttachedTerminal, TerminalAttachment } from './terminal-attachment';

/** The terminal that is watched. */
export interface WatchedTerminal {
    readonly output: AttachedOutput;
    /** How much input one viewer may send, in bytes per second. */
    readonly inputBytesPerSecond: number;
    /** Input for the program. Throws `session.input-refused`. */
    write(bytes: Uint8Array): void;
    /** The program has this size from here on. False where nothing has changed. */
    resize(grid: Grid): boolean;
    /** Somebody watches, or nobody does any more. */
    watched(byAnyone: boolean): void;
}

/** All who watch a terminal, and which of them drives it. */
export class TerminalViewers implements AttachedTerminal {
    private readonly attachments = new Set<TerminalAttachment>();
    private readonly inputs = new InputSequences();
    private readonly rate = new InputRate();
    private readonly lease = new DriverLease<TerminalAttachment>();
    private expiry?: NodeJS.Timeout;

    /** `now`: of a clock that never goes back, in ms. */
    constructor(
        private readonly terminal: WatchedTerminal,
        private readonly now: () => number = () => performance.now()
    ) {}

    /** Begins to send to a viewer. Throws what the terminal throws at its size. */
    attach(viewer: StreamViewer, request: AttachRequest): TerminalAttachment {
        const sequence = this.inputs.of(request.viewerId);
        const attachment = new TerminalAttachment(this, this.terminal.output, viewer, request, sequence);
        this.attachments.add(attachment);
        this.terminal.watched(true);
        try {
            if (!attachment.isObserver) {
                this.change(() => this.lease.join(attachment, this.now()));
            }
            attachment.start();
        } catch (error) {
            attachment.detach();
            throw error;
        }
        return attachment;
    }

    get count(): number {
        return this.attachments.size;
    }

    isDriver(attachment: TerminalAttachment): boolean {
        return this.lease.driver === attachment;
    }

    /** Who types drives. What a viewer's terminal answers by itself goes nowhere: the driver's answers as well. */
    input(bytes: Uint8Array, by: TerminalAttachment): void {
        const { inputBytesPerSecond } = this.terminal;
        if (!this.rate.take(by.viewerId, bytes.length, inputBytesPerSecond, this.now())) {
            throw SessionErrors.inputTooFast({
                limit: Math.round(inputBytesPerSecond / 1_024),
                variable: 'TERMINAL_INPUT_KIB_PER_S'
            });
        }
        if (by.isObserver) {
            this.terminal.write(bytes);
        } else if (isSomebody(bytes)) {
            this.change(() => this.lease.take(by, this.now()));
            this.terminal.write(bytes);
        } else if (this.isDriver(by)) {
            this.terminal.write(bytes);
        }
    }

    /** A size that counts while this one drives. */
    wished(by: TerminalAttachment): void {
        if (this.isDriver(by) && by.grid && this.terminal.resize(by.grid)) {
            this.tellSize(by);
        }
    }

    drive(role: DriveRole, by: TerminalAttachment): void {
        const nowMs = this.now();
        if (role === DriveRole.View) {
            this.lease.hide(by);
        } else {
            this.change(() => (role === DriveRole.Drive ? this.lease.take(by, nowMs) : this.lease.want(by, nowMs)));
        }
    }

    detached(attachment: TerminalAttachment, lost: boolean): void {
        this.attachments.delete(attachment);
        this.terminal.watched(this.attachments.size > 0);
        this.change(() => this.lease.leave(attachment, lost, this.now()));
    }

    /** This page has the program started again and shows it: it drives, also where others attach before it. */
    expect(viewerId: ViewerId): void {
        this.change(() => this.lease.expect({ viewerId }, this.now()));
    }

    /** There is more to send, or the end. */
    wake(): void {
        this.attachments.forEach(attachment => attachment.wake());
    }

    dispose(): void {
        this.attachments.forEach(attachment => attachment.detach());
        clearTimeout(this.expiry);
    }

    /** Does something to the lease; a new driver's size counts at once, and everybody is told. */
    private change(act: () => void): void {
        const before = this.lease.driver;
        act();
        this.awaitLost();
        const { driver } = this.lease;
        if (driver === before) {
            return;
        }
        before?.driving(false);
        if (driver?.grid) {
            this.terminal.resize(driver.grid);
        }
        driver?.driving(true);
        this.tellSize();
    }

    private tellSize(except?: TerminalAttachment): void {
        const { grid } = this.terminal.output;
        for (const attachment of this.attachments) {
            if (grid && attachment !== except) {
                attachment.resized(grid);
            }
        }
    }

    private awaitLost(): void {
        clearTimeout(this.expiry);
        const { expiresAtMs } = this.lease;
        if (expiresAtMs !== undefined) {
            const expire = (): void => this.change(() => this.lease.expire(this.now()));
            this.expiry = setTimeout(expire, Math.max(1, expiresAtMs - this.now() + 1)).unref();
        }
    }
}

import { ExitInfo, GapReason, SnapshotMeta } from '../common/stream-frames';
import { StreamSource } from './stream-source';

/** What a pump sends; a `StreamViewer` is one. */
export interface PumpSink {
    snapshot(at: number, meta: SnapshotMeta, bytes: Uint8Array): void;
    data(offset: number, bytes: Uint8Array): void;
    gap(from: number, to: number, reason: GapReason): void;
    exited(exit: ExitInfo): void;
}

export interface PumpOptions {
    /** How many units may be sent and not yet acknowledged; at least 1. */
    window: number;
    /** Where to go on; absent for a viewer that shows nothing yet. */
    from?: number;
    /**
     * How many units a viewer may be behind, beyond what may be sent to it at once, before it is given a snapshot; where the
     * source has them.
     */
    maxBacklog?: number;
    /** Asked before a snapshot takes the place of the units between: true to send them all the same. */
    isWorthSending?(from: number, to: number): boolean;
    /** After a gap it goes on with what is retained, where another viewer is given a picture of the present. */
    everyUnit?: boolean;
    /** The source failed; the pump has stopped. */
    onError(error: unknown): void;
}

/**
 * Sends a log to one viewer: in order, each unit once, never more than `window` ahead of what the viewer has processed.
 *
 * What is no longer retained is told as a gap. Where the source has snapshots, a viewer that is new, too far behind or
 * behind a gap is given one and goes on from there; a viewer that does not acknowledge is given one only, so that it
 * costs one window and one snapshot of memory, however much is written. `exited` is the last thing that is sent.
 * A late, doubled or impossible acknowledgement is ignored.
 */
export class StreamPump {
    private position: number;
    private acknowledged: number;
    private wantsSnapshot: boolean;
    /** Position of a snapshot that the viewer has not processed yet. */
    private unprocessedSnapshot?: number;
    private running = false;
    private wakeAgain = false;
    private started = false;
    private held = false;
    /** The viewer was sent something on this connection, or had everything. */
    private followed = false;
    private over = false;

    constructor(
        private readonly source: StreamSource,
        private readonly sink: PumpSink,
        private readonly options: PumpOptions
    ) {
        const { from } = options;
        const usable = from !== undefined && from <= source.end;
        this.position = usable ? from : source.start;
        this.acknowledged = this.position;
        this.wantsSnapshot = !usable && source.snapshot !== undefined;
    }

    /** Where it goes on, unless with a snapshot. */
    get sentTo(): number {
        return this.position;
    }

    /** Begins to send. Nothing is sent before. */
    start(): void {
        this.started = true;
        this.wake();
    }

    /** The source has more, or has ended. Cheap. */
    wake(): void {
        if (!this.started || this.over || this.held) {
            return;
        }
        if (this.running) {
            this.wakeAgain = true;
            return;
        }
        this.running = true;
        void this.run();
    }

    /** Until `release` nothing more is sent. */
    hold(): void {
        this.held = true;
    }

    /** Goes on. */
    release(): void {
        this.held = false;
        this.wake();
    }

    /** The viewer has processed everything before `offset`. */
    acknowledge(offset: number): void {
        if (!(offset >= this.acknowledged && offset <= this.position)) {
            return;
        }
        this.acknowledged = offset;
        if (this.unprocessedSnapshot !== undefined && offset >= this.unprocessedSnapshot) {
            this.unprocessedSnapshot = undefined;
        }
        this.wake();
    }

    /** Sends nothing any more. */
    dispose(): void {
        this.over = true;
    }

    private async run(): Promise<void> {
        try {
            do {
                this.wakeAgain = false;
                while (!this.over && (await this.step())) {
                    // one thing after the other
                }
            } while (this.wakeAgain && !this.over);
        } catch (error) {
            if (!this.over) {
                this.over = true;
                this.options.onError(error);
            }
        } finally {
            this.running = false;
        }
    }

    /** Sends one thing; false when there is nothing to send or no credit. */
    private async step(): Promise<boolean> {
        if (this.wantsSnapshot || this.isTooFarBehind()) {
            return this.sendSnapshot();
        }
        if (this.position < this.source.start) {
            return this.mayJump && this.skip();
        }
        if (this.position < this.source.end) {
            return this.sendData();
        }
        if (this.source.exit) {
            this.over = true;
            this.sink.exited(this.source.exit);
        }
        this.followed = true;
        return false;
    }

    private isTooFarBehind(): boolean {
        const { maxBacklog = Infinity, isWorthSending } = this.options;
        const { position, source } = this;
        return (
            source.snapshot !== undefined &&
            this.unprocessedSnapshot === undefined &&
            source.end - position > maxBacklog + this.credit &&
            !isWorthSending?.(position, source.end)
        );
    }

    private async sendSnapshot(): Promise<boolean> {
        const snapshot = await this.source.snapshot?.(this.followed && !this.wantsSnapshot);
        if (this.over || !snapshot) {
            return false;
        }
        if (!this.wantsSnapshot && this.options.isWorthSending?.(this.position, snapshot.at)) {
            return true; // what has come meanwhile
        }
        this.wantsSnapshot = false;
        this.followed = true;
        this.moveTo(snapshot.at);
        this.unprocessedSnapshot = snapshot.at;
        this.sink.snapshot(snapshot.at, snapshot.meta, snapshot.bytes);
        return true;
    }

    /** Who processes nothing is not told of each hole that its standstill makes, nor given a picture and a window behind each. */
    private get mayJump(): boolean {
        return this.credit > 0 && (this.options.everyUnit === true || this.unprocessedSnapshot === undefined);
    }

    /** How many units may be sent now. */
    private get credit(): number {
        return this.options.window - (this.position - this.acknowledged);
    }

    private async sendData(): Promise<boolean> {
        if (this.credit <= 0) {
            return false;
        }
        const chunk = await this.source.read(this.position, this.credit);
        if (this.over) {
            return false;
        }
        if (!chunk) {
            return this.skip();
        }
        const offset = this.position;
        this.followed = true;
        this.position += chunk.units;
        this.sink.data(offset, chunk.bytes);
        return true;
    }

    /** What comes next is not retained. */
    private skip(): boolean {
        const to = this.source.nextRetained?.(this.position) ?? this.source.start;
        if (to <= this.position) {
            throw new RangeError(`the log has nothing at ${this.position} and claims to start at ${to}`);
        }
        this.sink.gap(this.position, to, this.source.whyMissing?.(this.position) ?? 'retention');
        this.moveTo(to);
        this.wantsSnapshot = this.source.snapshot !== undefined && !this.options.everyUnit;
        return true;
    }

    private moveTo(position: number): void {
        this.position = position;
        this.acknowledged = position;
    }
}

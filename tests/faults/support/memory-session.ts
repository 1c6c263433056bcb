import { SessionId, ViewerId } from 'dispatch-extension/lib/kernel/common/ids';
import { FrameType, StreamFrame } from 'dispatch-extension/lib/session/common/stream-frames';
import { InputOutbox } from 'dispatch-extension/lib/session/domain/input-outbox';
import { InputSequences } from 'dispatch-extension/lib/session/domain/input-sequence';
import { StreamPump } from 'dispatch-extension/lib/session/domain/stream-pump';
import { StreamSource } from 'dispatch-extension/lib/session/domain/stream-source';
import { Attachment } from 'dispatch-extension/lib/session/domain/viewer-attachment';

const SESSION = SessionId.parse('01JAAAAAAAAAAAAAAAAAAAAAAA');
const VIEWER = ViewerId.parse('viewer-of-a-fault-test');
const WINDOW = 16;
const MAX_BACKLOG = 24;

/** One socket in memory: what either side has sent and the other has not received. */
interface Wire {
    up: StreamFrame[];
    down: StreamFrame[];
    pump?: StreamPump;
    channel?: number;
    /** The page has given it up; the host may still receive what was under way. */
    abandoned: boolean;
}

/**
 * A session and a page of it with nothing real between them: the pump, the numbering of input and the attachment of the
 * product, joined by queues that a test moves on, one frame at a time. Nothing here knows a clock.
 */
export class MemorySession {
    /** All output, and what of it is retained. */
    log = '';
    retainedFrom = 0;
    applied = '';
    typed = '';
    /** What the page shows, and where it is. */
    shown = '';
    position = 0;
    problems: string[] = [];
    private readonly inputs = new InputSequences();
    private readonly outbox = new InputOutbox();
    private readonly wires: Wire[] = [];
    private readonly attachment: Attachment;
    private lastChannel = 0;
    private unprocessed: number[] = [];

    /** `pictures`: the session can send a picture of its present, as a terminal does. */
    constructor(private readonly pictures: boolean) {
        this.attachment = new Attachment({
            sessionId: SESSION,
            viewerId: VIEWER,
            outbox: this.outbox,
            options: { window: WINDOW, from: 0 },
            sink: {
                snapshot: (at, _meta, bytes) => this.move(at, decode(bytes)),
                data: (offset, bytes) => this.receiveData(offset, decode(bytes)),
                gap: (from, to) => this.receiveGap(from, to),
                exited: () => undefined,
                refused: error => this.problems.push(`refused: ${error.message}`)
            }
        });
    }

    /** The newest socket, if the page still has it. */
    private get wire(): Wire | undefined {
        const last = this.wires.at(-1);
        return last?.abandoned === false ? last : undefined;
    }

    output(text: string): void {
        this.log += text;
        this.wakeAll();
    }

    /** The log drops all but the last `keep` characters. */
    trim(keep: number): void {
        this.retainedFrom = Math.max(this.retainedFrom, this.log.length - keep);
        this.wakeAll();
    }

    type(text: string): void {
        if (this.attachment.send(encode(text))) {
            this.typed += text;
        }
    }

    open(): void {
        if (this.wire) {
            return;
        }
        const wire: Wire = { up: [], down: [], abandoned: false };
        this.wires.push(wire);
        this.attachment.socketOpened({
            openChannel: () => ++this.lastChannel,
            closeChannel: () => undefined,
            send: frame => wire.up.push(frame)
        });
    }

    /** The page loses the socket. What it had sent may still reach the host: `late` of these frames will. */
    cut(late: number): void {
        const { wire } = this;
        if (wire) {
            wire.abandoned = true;
            wire.up.length = Math.min(wire.up.length, late);
            wire.down.length = 0;
            this.attachment.socketClosed();
        }
    }

    /** The host receives up to `frames`, of an abandoned socket first if `oldFirst`. */
    deliverUp(frames: number, oldFirst: boolean): void {
        const order = oldFirst ? this.wires : [...this.wires].reverse();
        for (const wire of order) {
            for (; frames > 0 && wire.up.length > 0; frames--) {
                this.hostReceives(wire, wire.up.shift() as StreamFrame);
            }
        }
        this.dropDeadWires();
    }

    deliverDown(frames: number): void {
        const { wire } = this;
        for (; wire && frames > 0 && wire.down.length > 0; frames--) {
            const frame = wire.down.shift() as StreamFrame;
            const again = frame.channel === this.lastChannel ? this.attachment.receive(frame) : undefined;
            if (again !== undefined) {
                this.attachment.attach();
            }
        }
    }

    /** The page has processed all that it shows. */
    process(): void {
        this.unprocessed.splice(0).forEach(offset => this.attachment.acknowledge(offset));
    }

    private hostReceives(wire: Wire, frame: StreamFrame): void {
        switch (frame.type) {
            case FrameType.Attach: {
                wire.pump?.dispose();
                wire.channel = frame.channel;
                const { from, window } = frame.request;
                const { channel } = frame;
                const send = (sent: StreamFrame): void => void (wire.abandoned || wire.down.push(sent));
                const appliedInputSeq = this.inputs.of(VIEWER).applied;
                const info = { appliedInputSeq, start: this.retainedFrom, end: this.log.length };
                send({ type: FrameType.Attached, channel, info });
                wire.pump = new StreamPump(
                    this.source(),
                    {
                        snapshot: (at, meta, bytes) => send({ type: FrameType.Snapshot, channel, at, meta, bytes }),
                        data: (offset, bytes) => send({ type: FrameType.Data, channel, offset, bytes }),
                        gap: (gapFrom, to) => send({ type: FrameType.Gap, channel, from: gapFrom, to } as StreamFrame),
                        exited: () => undefined
                    },
                    { window, from, maxBacklog: MAX_BACKLOG, onError: error => this.problems.push(String(error)) }
                );
                wire.pump.start();
                break;
            }
            case FrameType.Ack:
                wire.pump?.acknowledge(frame.offset);
                break;
            case FrameType.Input:
                this.hostReceivesInput(wire, frame.channel, frame.seq, decode(frame.bytes));
                break;
            default:
                break;
        }
    }

    private hostReceivesInput(wire: Wire, channel: number, seq: number, text: string): void {
        const sequence = this.inputs.of(VIEWER);
        try {
            sequence.apply(seq, () => (this.applied += text));
        } catch (error) {
            this.problems.push(`input ${seq}: ${String(error)}`);
        }
        if (!wire.abandoned) {
            wire.down.push({ type: FrameType.InputAck, channel, seq: sequence.applied });
        }
    }

    private source(): StreamSource {
        const start = (): number => this.retainedFrom;
        const end = (): number => this.log.length;
        return {
            get start() {
                return start();
            },
            get end() {
                return end();
            },
            exit: undefined,
            read: (from, budget) => {
                if (from < this.retainedFrom) {
                    return undefined;
                }
                const bytes = encode(this.log.slice(from, from + Math.min(budget, 5)));
                return { units: bytes.length, bytes };
            },
            ...(this.pictures && {
                snapshot: async () => ({ at: this.log.length, meta: {}, bytes: encode(this.log) })
            })
        };
    }

    private wakeAll(): void {
        this.wires.forEach(({ pump }) => pump?.wake());
    }

    private dropDeadWires(): void {
        for (const wire of this.wires.filter(({ abandoned, up }) => abandoned && up.length === 0)) {
            wire.pump?.dispose();
            this.wires.splice(this.wires.indexOf(wire), 1);
        }
    }

    private receiveData(offset: number, text: string): void {
        if (offset !== this.position || text !== this.log.slice(offset, offset + text.length)) {
            this.problems.push(`data at ${offset}, where ${this.position} was due`);
        }
        this.shown += text;
        this.position = offset + text.length;
        this.unprocessed.push(this.position);
    }

    private receiveGap(from: number, to: number): void {
        if (from !== this.position || to > this.retainedFrom) {
            this.problems.push(`a gap from ${from} to ${to}, at ${this.position}, retained from ${this.retainedFrom}`);
        }
        this.shown += '.'.repeat(to - from);
        this.position = to;
    }

    private move(at: number, picture: string): void {
        this.shown = picture;
        this.position = at;
        this.unprocessed = [at];
    }
}

function encode(text: string): Uint8Array {
    return Uint8Array.from(text, character => character.charCodeAt(0));
}

function decode(bytes: Uint8Array): string {
    return String.fromCharCode(...bytes);
}

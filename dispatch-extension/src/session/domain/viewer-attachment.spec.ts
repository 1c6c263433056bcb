import { expect } from 'chai';
import * as fc from 'fast-check';
import { DispatchError } from '../../kernel/common/errors';
import { SessionId, ViewerId } from '../../kernel/common/ids';
import { SessionErrors } from '../common/session-errors';
import { FrameType, MAX_INPUT_BYTES, StreamFrame } from '../common/stream-frames';
import { InputSequence } from '../domain/input-sequence';
import { Attachment, AttachmentLink } from './viewer-attachment';
import { InputOutbox } from './input-outbox';
import { StreamSink } from './viewer-stream';

const SESSION = SessionId.parse('01JDZ0000000000000000000AA');
const VIEWER = ViewerId.parse('viewer-0123456789');
const EXIT = { exitCode: 0, reason: 'exited with code 0', atMs: 1 };

/** Keeps what a page would show and what it was told. */
class RecordingSink implements StreamSink {
    shown = '';
    readonly said: string[] = [];
    units: ((bytes: Uint8Array) => number) | undefined;

    snapshot(at: number): void {
        this.said.push(`snapshot ${at}`);
    }
    data(_offset: number, bytes: Uint8Array): number | void {
        this.shown += textOf(bytes);
        return this.units?.(bytes);
    }
    gap(from: number, to: number): void {
        this.said.push(`gap ${from} ${to}`);
    }
    exited(): void {
        this.said.push('exit');
    }
    refused(error: DispatchError): void {
        this.said.push(error.code);
    }
    inputRefused(error: DispatchError): void {
        this.said.push(error.code);
    }
}

/** One socket, of which a test sees what was sent and says what comes. */
class FakeLink implements AttachmentLink {
    readonly sent: StreamFrame[] = [];
    private channels = 0;

    openChannel(): number {
        return ++this.channels;
    }
    closeChannel(): void {
        // Nothing is routed here.
    }
    send(frame: StreamFrame): void {
        this.sent.push(frame);
    }
    get last(): StreamFrame | undefined {
        return this.sent.at(-1);
    }
    ofType<T extends FrameType>(type: T): Extract<StreamFrame, { type: T }>[] {
        return this.sent.filter((frame): frame is Extract<StreamFrame, { type: T }> => frame.type === type);
    }
}

function attach(options: { from?: number; window?: number } = {}) {
    const sink = new RecordingSink();
    const outbox = new InputOutbox();
    const attachment = new Attachment({
        sessionId: SESSION,
        viewerId: VIEWER,
        sink,
        options: { window: options.window ?? 1_000, from: options.from },
        outbox
    });
    return { sink, attachment };
}

function bytesOf(text: string): Uint8Array {
    return Uint8Array.from(text, character => character.charCodeAt(0));
}

function data(offset: number, text: string): StreamFrame {
    return { type: FrameType.Data, channel: 1, offset, bytes: bytesOf(text) };
}

function attached(appliedInputSeq = 0): StreamFrame {
    return { type: FrameType.Attached, channel: 1, info: { appliedInputSeq, start: 0, end: 0 } };
}

/** Each byte as one character. */
function textOf(bytes: Iterable<number>): string {
    return String.fromCharCode(...bytes);
}

describe('attachment', () => {
    it('resumes where it was when the socket died', () => {
        const { attachment } = attach();
        const first = new FakeLink();
        attachment.socketOpened(first);
        attachment.receive(attached());
        attachment.receive(data(0, 'hello'));
        attachment.socketClosed();
        const second = new FakeLink();
        attachment.socketOpened(second);
        expect(second.ofType(FrameType.Attach).map(frame => frame.request)).to.deep.equal([
            { sessionId: SESSION, viewerId: VIEWER, window: 1_000, from: 5 }
        ]);
    });

    it('asks again from before a gap whose picture was lost with the socket, and tells the gap once', () => {
        const { attachment, sink } = attach({ from: 3 });
        const gap = { type: FrameType.Gap, channel: 1, from: 3, to: 9, reason: 'retention' } as const;
        attachment.socketOpened(new FakeLink());
        attachment.receive(attached());
        attachment.receive(gap);
        attachment.socketClosed();
        const second = new FakeLink();
        attachment.socketOpened(second);
        attachment.receive(attached());
        attachment.receive(gap);
        attachment.receive({ type: FrameType.Snapshot, channel: 2, at: 12, meta: {}, bytes: bytesOf('picture') });
        expect(second.ofType(FrameType.Attach).map(frame => frame.request.from)).to.deep.equal([3]);
        expect(sink.said).to.deep.equal(['gap 3 9', 'snapshot 12']);
    });

    it('asks again from its position when the host skips a piece, and does not show what came', () => {
        const { attachment, sink } = attach();
        const link = new FakeLink();
        attachment.socketOpened(link);
        attachment.receive(data(0, 'abc'));
        attachment.receive(data(5, 'fgh'));
        expect(sink.shown).to.equal('abc');
        expect(link.ofType(FrameType.Attach).map(frame => frame.request.from)).to.deep.equal([undefined, 3]);
    });

    it('begins anew when asking again does not help', () => {
        const { attachment } = attach({ from: 7 });
        const link = new FakeLink();
        attachment.socketOpened(link);
        for (let time = 0; time < 3; time++) {
            attachment.receive(data(90, 'x'));
        }
        expect(link.ofType(FrameType.Attach).map(frame => frame.request.from)).to.deep.equal([7, 7, 7, undefined]);
    });

    it('acknowledges when it has caught up, and a sixteenth of the window at the latest', () => {
        const { attachment } = attach({ window: 160 });
        const link = new FakeLink();
        attachment.socketOpened(link);
        attachment.receive(data(0, 'x'.repeat(40)));
        [5, 12, 15, 40].forEach(offset => attachment.acknowledge(offset));
        expect(link.ofType(FrameType.Ack).map(frame => frame.offset)).to.deep.equal([12, 40]);
    });

    it('acknowledges events by their number when the sink does so while it reads them', () => {
        const { attachment, sink } = attach();
        const link = new FakeLink();
        sink.units = () => {
            attachment.acknowledge(3);
            return 3;
        };
        attachment.socketOpened(link);
        attachment.receive(data(0, '[{"seq":1},{"seq":2},{"seq":3}]'));
        expect(link.last).to.deep.equal({ type: FrameType.Ack, channel: 1, offset: 3 });
        attachment.receive(data(3, '[]'));
        expect(link.ofType(FrameType.Attach)).to.have.length(1);
    });

    it('says the end once and does not attach again', () => {
        const { attachment, sink } = attach();
        attachment.socketOpened(new FakeLink());
        attachment.receive({ type: FrameType.Exit, channel: 1, exit: EXIT });
        attachment.socketClosed();
        const next = new FakeLink();
        attachment.socketOpened(next);
        expect(next.sent).to.deep.equal([]);
        expect(sink.said).to.deep.equal(['exit']);
    });

    it('tries again when it was refused only for now, and gives up otherwise', () => {
        const { attachment, sink } = attach();
        const link = new FakeLink();
        attachment.socketOpened(link);
        const refuse = (error: DispatchError): number | undefined =>
            attachment.receive({ type: FrameType.Refused, channel: 1, error: error.toWire() });
        expect(refuse(SessionErrors.stopping())).to.equal(2_000);
        attachment.attach();
        expect(refuse(SessionErrors.notFound())).to.equal(undefined);
        expect(sink.said).to.deep.equal(['session.not-found']);
        expect(attachment.isOver).to.equal(true);
    });

    it('drops input that the program does not read, and goes on', () => {
        const { attachment, sink } = attach();
        const link = new FakeLink();
        attachment.socketOpened(link);
        attachment.receive(attached());
        attachment.send(bytesOf('lost'));
        const retryMs = attachment.receive({
            type: FrameType.Refused,
            channel: 1,
            error: SessionErrors.inputRefused().toWire()
        });
        expect(retryMs).to.be.a('number');
        attachment.attach();
        attachment.receive(attached(0));
        attachment.send(bytesOf('kept'));
        expect(link.ofType(FrameType.Input).map(frame => [frame.seq, textOf(frame.bytes)])).to.deep.equal([
            [1, 'lost'],
            [1, 'kept']
        ]);
        expect(sink.said).to.deep.equal(['session.input-refused']);
    });

    it('sends only the last wish for a size of a time without connection', () => {
        const { attachment } = attach();
        attachment.resize({ columns: 80, rows: 24 });
        attachment.resize({ columns: 100, rows: 30 });
        const link = new FakeLink();
        attachment.socketOpened(link);
        attachment.receive(attached());
        expect(link.ofType(FrameType.Attach)[0].request.grid).to.deep.equal({ columns: 100, rows: 30 });
        expect(link.ofType(FrameType.Resize)).to.deep.equal([]);
    });

    it('cuts a long paste into frames that the host takes', () => {
        const { attachment } = attach();
        const link = new FakeLink();
        attachment.socketOpened(link);
        attachment.receive(attached());
        attachment.send(new Uint8Array(MAX_INPUT_BYTES + 1));
        expect(link.ofType(FrameType.Input).map(frame => frame.bytes.length)).to.deep.equal([MAX_INPUT_BYTES, 1]);
    });
});

/** A host with a log and a program that echoes nothing, behind a network that loses the tail of every socket. */
class FakeHost {
    log = '';
    received = '';
    readonly sequence = new InputSequence();
    private cursor = Infinity;
    private channel = 0;

    /** An attachment dies with its socket. */
    socketClosed(): void {
        this.cursor = Infinity;
    }

    /** Frames from the page that still arrive before the cut. */
    takes(frames: StreamFrame[]): StreamFrame[] {
        const answers: StreamFrame[] = [];
        for (const frame of frames) {
            if (frame.type === FrameType.Attach) {
                this.cursor = frame.request.from ?? 0;
                this.channel = frame.channel;
                answers.push({
                    type: FrameType.Attached,
                    channel: this.channel,
                    info: { appliedInputSeq: this.sequence.applied, start: 0, end: this.log.length }
                });
            } else if (frame.type === FrameType.Input) {
                this.sequence.apply(frame.seq, () => (this.received += textOf(frame.bytes)));
                answers.push({ type: FrameType.InputAck, channel: this.channel, seq: this.sequence.applied });
            }
        }
        return answers;
    }

    /** What it sends now, in pieces of at most `size`. */
    sends(size: number): StreamFrame[] {
        const frames: StreamFrame[] = [];
        while (this.cursor < this.log.length) {
            const text = this.log.slice(this.cursor, this.cursor + size);
            frames.push({ ...data(this.cursor, text), channel: this.channel });
            this.cursor += text.length;
        }
        return frames;
    }
}

describe('attachment over a network that cuts anywhere', () => {
    const step = fc.record({
        output: fc.string({ maxLength: 12 }),
        input: fc.string({ maxLength: 6 }),
        piece: fc.integer({ min: 1, max: 5 }),
        /** How many frames still arrive in each direction before the socket dies; `undefined`: it lives on. */
        cut: fc.option(fc.record({ up: fc.nat(4), down: fc.nat(4) }), { nil: undefined })
    });

    it('loses and doubles nothing, in both directions', () => {
        fc.assert(
            fc.property(fc.array(step, { maxLength: 40 }), steps => {
                const { attachment, sink } = attach({ from: 0 });
                const host = new FakeHost();
                let typed = '';
                let link: FakeLink | undefined;
                let delivered = 0;
                const open = (): void => {
                    link = new FakeLink();
                    delivered = 0;
                    attachment.socketOpened(link);
                };
                const exchange = (up: number, down: number, piece: number): void => {
                    const frames = link?.sent.slice(delivered, delivered + up) ?? [];
                    delivered += frames.length;
                    const answers = host.takes(frames);
                    [...answers, ...host.sends(piece)].slice(0, down).forEach(frame => attachment.receive(frame));
                };
                for (const { output, input, piece, cut } of steps) {
                    if (!link) {
                        open();
                    }
                    const latin1 = textOf(new TextEncoder().encode(output));
                    host.log += latin1;
                    const keys = new TextEncoder().encode(input);
                    typed += textOf(keys);
                    attachment.send(keys);
                    exchange(cut?.up ?? Infinity, cut?.down ?? Infinity, piece);
                    if (cut) {
                        attachment.socketClosed();
                        host.socketClosed();
                        link = undefined;
                    }
                }
                open();
                for (let round = 0; round < 3; round++) {
                    exchange(Infinity, Infinity, 3);
                }
                expect(sink.shown).to.equal(host.log);
                expect(host.received).to.equal(typed);
                expect(attachment.pendingBytes).to.equal(0);
            }),
            { numRuns: 2_000 }
        );
    });
});

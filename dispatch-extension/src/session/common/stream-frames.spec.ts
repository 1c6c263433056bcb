import { expect } from 'chai';
import fc from 'fast-check';
import { DispatchError } from '../../kernel/common/errors';
import { SessionId, ViewerId } from '../../kernel/common/ids';
import {
    decodeFrame,
    DriveRole,
    encodeFrame,
    FrameType,
    GAP_REASONS,
    MAX_INPUT_BYTES,
    StreamFrame
} from './stream-frames';

const offset = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const grid = fc.record({ columns: fc.integer({ min: 2, max: 1_000 }), rows: fc.integer({ min: 1, max: 1_000 }) });
const bytes = fc.uint8Array({ maxLength: 300 });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('');
const sessionId = fc
    .array(fc.constantFrom(...letters), { minLength: 26, maxLength: 26 })
    .map(all => SessionId.parse(all.join('')));
const viewerId = fc.stringMatching(/^[A-Za-z0-9_-]{16,64}$/).map(text => ViewerId.parse(text));
const some = { requiredKeys: [] } satisfies { requiredKeys: never[] };

const body = fc.oneof(
    fc.record({
        type: fc.constant(FrameType.Attach as const),
        request: fc.record(
            { sessionId, viewerId, from: offset, window: fc.integer({ min: 1, max: 16 * 1024 * 1024 }), grid },
            { requiredKeys: ['sessionId', 'viewerId', 'window'] }
        )
    }),
    fc.record({
        type: fc.constant(FrameType.Attached as const),
        info: fc.record(
            { appliedInputSeq: u32, start: offset, end: offset, grid },
            { requiredKeys: ['appliedInputSeq', 'start', 'end'] }
        )
    }),
    fc.record({ type: fc.constant(FrameType.Snapshot as const), at: offset, meta: fc.record({ grid }, some), bytes }),
    fc.record({ type: fc.constant(FrameType.Data as const), offset, bytes }),
    fc.record({ type: fc.constant(FrameType.Ack as const), offset }),
    fc.record({ type: fc.constant(FrameType.Input as const), seq: u32, bytes }),
    fc.record({ type: fc.constant(FrameType.InputAck as const), seq: u32 }),
    fc.record({ type: fc.constant(FrameType.Resize as const), grid }),
    fc.record({
        type: fc.constant(FrameType.Drive as const),
        role: fc.constantFrom(DriveRole.View, DriveRole.Want, DriveRole.Drive)
    }),
    fc.record({
        type: fc.constant(FrameType.Gap as const),
        from: offset,
        to: offset,
        reason: fc.constantFrom(...GAP_REASONS)
    }),
    fc.record({
        type: fc.constant(FrameType.Exit as const),
        exit: fc.record(
            { exitCode: fc.integer(), signal: fc.string(), reason: fc.string(), atMs: fc.integer() },
            { requiredKeys: ['reason', 'atMs'] }
        )
    }),
    fc.record({ type: fc.constant(FrameType.Detach as const) }),
    fc.record({
        type: fc.constant(FrameType.Refused as const),
        error: fc.record({
            kind: fc.constant('conflict' as const),
            code: fc.string({ maxLength: 80 }),
            message: fc.string()
        })
    })
);
const frame: fc.Arbitrary<StreamFrame> = fc.tuple(u32, body).map(([channel, rest]) => ({ channel, ...rest }));

describe('stream frames', () => {
    it('come out as they went in', () => {
        fc.assert(
            fc.property(frame, sent => {
                const received = decodeFrame(encodeFrame(sent));
                expect(JSON.stringify(plain(received))).to.equal(JSON.stringify(plain(sent)));
            })
        );
    });

    it('are refused as a bad frame, and in no other way, when they are garbage', () => {
        fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), onlyBadFrame));
    });

    it('are refused as a bad frame, and in no other way, when they were damaged', () => {
        fc.assert(
            fc.property(frame, fc.nat(), fc.nat(255), fc.nat(), (sent, place, value, cut) => {
                const encoded = encodeFrame(sent);
                encoded[place % encoded.length] = value;
                onlyBadFrame(encoded.subarray(0, cut % (encoded.length + 1)));
            })
        );
    });

    it('hold no more input than one frame may', () => {
        const bytes = new Uint8Array(MAX_INPUT_BYTES + 1);
        const encoded = encodeFrame({ type: FrameType.Input, channel: 1, seq: 1, bytes });
        expect(() => decodeFrame(encoded))
            .to.throw(DispatchError)
            .with.property('code', 'session.bad-frame');
    });

    it('hold no offset that is not a whole, exact number', () => {
        for (const offset of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
            const encoded = encodeFrame({ type: FrameType.Ack, channel: 1, offset });
            expect(() => decodeFrame(encoded), String(offset)).to.throw(DispatchError);
        }
    });
});

function onlyBadFrame(data: Uint8Array): void {
    try {
        decodeFrame(data);
    } catch (error) {
        expect(error).to.be.instanceOf(DispatchError).with.property('code', 'session.bad-frame');
    }
}

/** With keys in one order and bytes as numbers, so that two frames can be compared as text. */
function plain(value: unknown): unknown {
    if (value instanceof Uint8Array) {
        return Array.from(value);
    }
    if (typeof value !== 'object' || value === null) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, plain(inner)])
    );
}

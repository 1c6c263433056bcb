import { z } from 'zod';
import { SessionId, ViewerId } from '../../kernel/common/ids';
import { DispatchError, WireError } from '../../kernel/common/errors';

/**
 * The binary frames of a session's stream, between a page and its session host.
 *
 * Every frame is `u8 type, u32 channel, payload`, little-endian. A channel is one attachment; the page chooses its
 * number and never uses it twice on one socket. Offsets count from the beginning of the session's log: bytes for a
 * terminal, events for a Claude session. They are sent as f64 and stay below 2^53.
 */
export enum FrameType {
    /** page → host, JSON: begin or resume watching. */
    Attach = 1,
    /** host → page, JSON: accepted; what the host knows of this viewer. */
    Attached = 2,
    /** host → page, f64 at, u32 metaBytes, JSON meta, rest: the whole screen as it is at `at`. Replaces all shown before. */
    Snapshot = 3,
    /** host → page, f64 offset, bytes. */
    Data = 4,
    /** page → host, f64: everything before this offset has been *processed* (parsed by xterm, reduced by the model). */
    Ack = 5,
    /** page → host, u32 seq, bytes: input. Numbered from 1 per viewer and session, without holes. */
    Input = 6,
    /** host → page, u32: input up to this number has been applied. */
    InputAck = 7,
    /** both ways, u16 columns, u16 rows. From the page a wish, from the host what is. */
    Resize = 8,
    /** host → page, f64 from, f64 to, u8 index in {@link GAP_REASONS}: this range cannot be had any more, and why. */
    Gap = 9,
    /** host → page, JSON: it has ended. Sent after all data. */
    Exit = 10,
    /** page → host: stop watching. The session goes on. */
    Detach = 11,
    /** host → page, JSON WireError: this attachment is over, and why. */
    Refused = 12,
    /** both ways, u8 {@link DriveRole}. From the page what it wishes, from the host what it is. */
    Drive = 13
}

/**
 * One page drives a session that has a size: its size counts, and only its terminal answers the program.
 * The host decides who; input of a viewer makes it the driver as well.
 */
export enum DriveRole {
    /** From the host: another page drives. From the page: nobody can see it here. */
    View = 0,
    /** From the page: it was focused, and drives if nobody else is at work. */
    Want = 1,
    /** From the host: this page drives. From the page: it takes over. */
    Drive = 2
}

/** The largest stream frame that either side takes, in bytes. */
export const MAX_FRAME_BYTES = 8 * 1024 * 1024;

/** The largest input of one frame, in bytes; a longer paste is sent as several. */
export const MAX_INPUT_BYTES = 64 * 1024;

const Offset = z.number().int().nonnegative();

/** Columns and rows of a terminal. The bounds keep a mistaken layout from allocating a screen of gigabytes. */
export const Grid = z.object({ columns: z.number().int().min(2).max(1_000), rows: z.number().int().min(1).max(1_000) });
export type Grid = z.infer<typeof Grid>;

export const AttachRequest = z.object({
    sessionId: SessionId,
    viewerId: ViewerId,
    /** Resume here; absent for a viewer that shows nothing yet. */
    from: Offset.optional(),
    /** How much may be sent without being acknowledged, in units of the offset. */
    window: z
        .number()
        .int()
        .min(1)
        .max(16 * 1024 * 1024),
    /** The size that this page would give it. */
    grid: Grid.optional(),
    /** The same over reloads of one page, so that a driver stays one. */
    pageKey: ViewerId.optional(),
    /** Reads only, and is nobody who looks: not counted as a viewer, sets no size, and is given every byte, no picture. */
    observer: z.boolean().optional()
});
export type AttachRequest = z.infer<typeof AttachRequest>;

export const AttachedInfo = z.object({
    /** The number of this viewer's input that was applied last; 0 for none. */
    appliedInputSeq: z.number().int().nonnegative(),
    /** The oldest position that is retained. */
    start: Offset,
    /** The newest position. */
    end: Offset,
    grid: Grid.optional(),
    /** Whether this page drives; absent where everybody who watches has the same part. */
    drives: z.boolean().optional()
});
export type AttachedInfo = z.infer<typeof AttachedInfo>;

export const ExitInfo = z.object({
    exitCode: z.number().int().optional(),
    signal: z.string().optional(),
    reason: z.string(),
    atMs: z.number().int()
});
export type ExitInfo = z.infer<typeof ExitInfo>;

export const SnapshotMeta = z.object({ grid: Grid.optional() }).loose();
export type SnapshotMeta = z.infer<typeof SnapshotMeta>;

/**
 * Why a part of the output is not there any more: `retention` (the oldest gave way, by the limit of one terminal or of
 * all), `disk-full` (it came while the disk took nothing), `damaged` (a file was lost or cut by a crash).
 * The order is that of the protocol.
 */
export const GAP_REASONS = ['retention', 'disk-full', 'damaged'] as const;
export type GapReason = (typeof GAP_REASONS)[number];

export type StreamFrame = { channel: number } & (
    | { type: FrameType.Attach; request: AttachRequest }
    | { type: FrameType.Attached; info: AttachedInfo }
    | { type: FrameType.Snapshot; at: number; meta: SnapshotMeta; bytes: Uint8Array }
    | { type: FrameType.Data; offset: number; bytes: Uint8Array }
    | { type: FrameType.Ack; offset: number }
    | { type: FrameType.Input; seq: number; bytes: Uint8Array }
    | { type: FrameType.InputAck; seq: number }
    | { type: FrameType.Resize; grid: Grid }
    | { type: FrameType.Gap; from: number; to: number; reason: GapReason }
    | { type: FrameType.Exit; exit: ExitInfo }
    | { type: FrameType.Detach }
    | { type: FrameType.Refused; error: WireError }
    | { type: FrameType.Drive; role: DriveRole }
);

const HEADER_BYTES = 5;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Encodes a frame; the returned bytes are the caller's. */
export function encodeFrame(frame: StreamFrame): Uint8Array<ArrayBuffer> {
    switch (frame.type) {
        case FrameType.Attach:
            return withBytes(frame, 0, json(frame.request));
        case FrameType.Attached:
            return withBytes(frame, 0, json(frame.info));
        case FrameType.Exit:
            return withBytes(frame, 0, json(frame.exit));
        case FrameType.Refused:
            return withBytes(frame, 0, json(frame.error));
        case FrameType.Detach:
            return withBytes(frame, 0);
        case FrameType.Snapshot: {
            const meta = json(frame.meta);
            return withBytes(frame, 12, meta, frame.bytes, view => {
                view.setFloat64(HEADER_BYTES, frame.at, true);
                view.setUint32(HEADER_BYTES + 8, meta.length, true);
            });
        }
        case FrameType.Data:
            return withBytes(frame, 8, frame.bytes, undefined, view =>
                view.setFloat64(HEADER_BYTES, frame.offset, true)
            );
        case FrameType.Ack:
            return withBytes(frame, 8, undefined, undefined, view => view.setFloat64(HEADER_BYTES, frame.offset, true));
        case FrameType.Input:
            return withBytes(frame, 4, frame.bytes, undefined, view => view.setUint32(HEADER_BYTES, frame.seq, true));
        case FrameType.InputAck:
            return withBytes(frame, 4, undefined, undefined, view => view.setUint32(HEADER_BYTES, frame.seq, true));
        case FrameType.Resize:
            return withBytes(frame, 4, undefined, undefined, view => {
                view.setUint16(HEADER_BYTES, frame.grid.columns, true);
                view.setUint16(HEADER_BYTES + 2, frame.grid.rows, true);
            });
        case FrameType.Drive:
            return withBytes(frame, 1, undefined, undefined, view => view.setUint8(HEADER_BYTES, frame.role));
        case FrameType.Gap:
            return withBytes(frame, 17, undefined, undefined, view => {
                view.setFloat64(HEADER_BYTES, frame.from, true);
                view.setFloat64(HEADER_BYTES + 8, frame.to, true);
                view.setUint8(HEADER_BYTES + 16, GAP_REASONS.indexOf(frame.reason));
            });
    }
}

/**
 * Decodes and validates a frame. `bytes` of the result is a view on the input, not a copy.
 * Throws `session.bad-frame` (`invalid-input`) for anything that is not a whole, valid frame.
 */
export function decodeFrame(data: Uint8Array): StreamFrame {
    try {
        return decodeChecked(data);
    } catch (cause) {
        throw new DispatchError(
            'invalid-input',
            'session.bad-frame',
            'A message of the session stream could not be read.',
            { bytes: data.length, type: data[0] },
            undefined,
            cause
        );
    }
}

function decodeChecked(data: Uint8Array): StreamFrame {
    if (data.length > MAX_FRAME_BYTES) {
        throw new RangeError('frame too large');
    }
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const type = view.getUint8(0);
    const channel = view.getUint32(1, true);
    switch (type) {
        case FrameType.Attach:
            return { type, channel, request: AttachRequest.parse(parseJson(data.subarray(HEADER_BYTES))) };
        case FrameType.Attached:
            return { type, channel, info: AttachedInfo.parse(parseJson(data.subarray(HEADER_BYTES))) };
        case FrameType.Exit:
            return { type, channel, exit: ExitInfo.parse(parseJson(data.subarray(HEADER_BYTES))) };
        case FrameType.Refused:
            return { type, channel, error: WireError.parse(parseJson(data.subarray(HEADER_BYTES))) };
        case FrameType.Detach:
            exactLength(data, 0);
            return { type, channel };
        case FrameType.Snapshot: {
            const at = offsetAt(view, HEADER_BYTES);
            const metaBytes = view.getUint32(HEADER_BYTES + 8, true);
            const metaStart = HEADER_BYTES + 12;
            if (metaStart + metaBytes > data.length) {
                throw new RangeError('snapshot shorter than its meta');
            }
            const meta = SnapshotMeta.parse(parseJson(data.subarray(metaStart, metaStart + metaBytes)));
            return { type, channel, at, meta, bytes: data.subarray(metaStart + metaBytes) };
        }
        case FrameType.Data:
            return { type, channel, offset: offsetAt(view, HEADER_BYTES), bytes: data.subarray(HEADER_BYTES + 8) };
        case FrameType.Ack:
            exactLength(data, 8);
            return { type, channel, offset: offsetAt(view, HEADER_BYTES) };
        case FrameType.Input: {
            const seq = view.getUint32(HEADER_BYTES, true);
            const bytes = data.subarray(HEADER_BYTES + 4);
            if (bytes.length > MAX_INPUT_BYTES) {
                throw new RangeError('input too large');
            }
            return { type, channel, seq, bytes };
        }
        case FrameType.InputAck:
            exactLength(data, 4);
            return { type, channel, seq: view.getUint32(HEADER_BYTES, true) };
        case FrameType.Resize:
            exactLength(data, 4);
            return {
                type,
                channel,
                grid: Grid.parse({
                    columns: view.getUint16(HEADER_BYTES, true),
                    rows: view.getUint16(HEADER_BYTES + 2, true)
                })
            };
        case FrameType.Drive:
            exactLength(data, 1);
            return { type, channel, role: z.enum(DriveRole).parse(view.getUint8(HEADER_BYTES)) };
        case FrameType.Gap:
            return { type, channel, ...decodeGap(data, view) };
        default:
            throw new RangeError(`unknown frame type ${type}`);
    }
}

/** A session host of an earlier version, which may still run, tells no reason; it knew only one. */
function decodeGap(data: Uint8Array, view: DataView): { from: number; to: number; reason: GapReason } {
    const toldWhy = data.length !== HEADER_BYTES + 16;
    exactLength(data, toldWhy ? 17 : 16);
    const reason = GAP_REASONS[toldWhy ? view.getUint8(HEADER_BYTES + 16) : 0];
    if (!reason) {
        throw new RangeError('unknown reason of a gap');
    }
    return { from: offsetAt(view, HEADER_BYTES), to: offsetAt(view, HEADER_BYTES + 8), reason };
}

function offsetAt(view: DataView, position: number): number {
    return Offset.parse(view.getFloat64(position, true));
}

function exactLength(data: Uint8Array, payloadBytes: number): void {
    if (data.length !== HEADER_BYTES + payloadBytes) {
        throw new RangeError('frame of a wrong length');
    }
}

function json(value: unknown): Uint8Array {
    return encoder.encode(JSON.stringify(value));
}

function parseJson(bytes: Uint8Array): unknown {
    return JSON.parse(decoder.decode(bytes));
}

function withBytes(
    frame: StreamFrame,
    fixedBytes: number,
    first?: Uint8Array,
    second?: Uint8Array,
    fill?: (view: DataView) => void
): Uint8Array<ArrayBuffer> {
    const start = HEADER_BYTES + fixedBytes;
    const out = new Uint8Array(start + (first?.length ?? 0) + (second?.length ?? 0));
    const view = new DataView(out.buffer);
    view.setUint8(0, frame.type);
    view.setUint32(1, frame.channel, true);
    fill?.(view);
    if (first) {
        out.set(first, start);
    }
    if (second) {
        out.set(second, start + (first?.length ?? 0));
    }
    return out;
}

/** Keeps the beginning and the end of a stream of bytes in bounded memory, and knows how much was between them. */
export class HeadTailBuffer {
    private head: Uint8Array = new Uint8Array(0);
    private headBytes = 0;
    /** A ring: the oldest byte is at `seenBytes % capacity` once it is full. */
    private ring: Uint8Array = new Uint8Array(0);
    private tailSeenBytes = 0;

    /** `capacityBytes` of the beginning and as much of the end are kept. */
    constructor(private readonly capacityBytes: number) {}

    add(bytes: Uint8Array): void {
        const first = bytes.subarray(0, this.capacityBytes - this.headBytes);
        this.head = grown(this.head, this.headBytes + first.length, this.capacityBytes);
        this.head.set(first, this.headBytes);
        this.headBytes += first.length;
        this.addToTail(bytes.subarray(first.length));
    }

    /** What was kept, as UTF-8; where something is missing, a line says how much. */
    toString(): string {
        const { head, tail, droppedBytes } = this.parts();
        const gap = droppedBytes > 0 ? [encoder.encode(`\n… ${droppedBytes} bytes left out …\n`)] : [];
        return decoder.decode(concat([head, ...gap, tail]));
    }

    /** What was kept as it came, and how much was between. */
    parts(): { head: Uint8Array; tail: Uint8Array; droppedBytes: number } {
        const { ring, capacityBytes, tailSeenBytes } = this;
        const kept = Math.min(tailSeenBytes, capacityBytes);
        const oldest = tailSeenBytes > capacityBytes ? tailSeenBytes % capacityBytes : 0;
        return {
            head: this.head.slice(0, this.headBytes),
            tail: concat([ring.subarray(oldest, kept), ring.subarray(0, oldest)]),
            droppedBytes: tailSeenBytes - kept
        };
    }

    private addToTail(bytes: Uint8Array): void {
        if (bytes.length === 0) {
            return;
        }
        const { capacityBytes } = this;
        this.ring = grown(this.ring, Math.min(capacityBytes, this.tailSeenBytes + bytes.length), capacityBytes);
        // what would be written over at once is not written at all
        const skipped = Math.max(0, bytes.length - capacityBytes);
        const from = (this.tailSeenBytes + skipped) % capacityBytes;
        const last = bytes.subarray(skipped);
        const untilEnd = last.subarray(0, capacityBytes - from);
        this.ring.set(untilEnd, from);
        this.ring.set(last.subarray(untilEnd.length), 0);
        this.tailSeenBytes += bytes.length;
    }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Room for `needed` bytes, doubled so that it is copied seldom. */
function grown(room: Uint8Array, needed: number, capacity: number): Uint8Array {
    if (room.length >= needed) {
        return room;
    }
    const larger = new Uint8Array(Math.min(capacity, Math.max(needed, room.length * 2, 1_024)));
    larger.set(room);
    return larger;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}

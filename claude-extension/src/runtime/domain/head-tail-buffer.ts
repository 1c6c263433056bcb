/** Keeps the beginning and the end of a stream of bytes in bounded memory, and knows how much was between them. */
export class HeadTailBuffer {
    private readonly head: Uint8Array[] = [];
    private headBytes = 0;
    private tail: Uint8Array[] = [];
    private tailBytes = 0;
    private droppedBytes = 0;

    /** `capacityBytes` of the beginning and as much of the end are kept. */
    constructor(private readonly capacityBytes: number) {}

    add(bytes: Uint8Array): void {
        const room = this.capacityBytes - this.headBytes;
        if (room > 0) {
            this.head.push(bytes.slice(0, room));
            this.headBytes += Math.min(room, bytes.length);
        }
        const rest = bytes.subarray(Math.max(0, room));
        if (rest.length > 0) {
            this.tail.push(rest.slice());
            this.tailBytes += rest.length;
            this.trim();
        }
    }

    /** What was kept, as UTF-8; where something is missing, a line says how much. */
    toString(): string {
        const gap = this.droppedBytes > 0 ? [encoder.encode(`\n… ${this.droppedBytes} bytes left out …\n`)] : [];
        return decoder.decode(concat([...this.head, ...gap, ...this.tail]));
    }

    private trim(): void {
        while (this.tailBytes > this.capacityBytes) {
            const first = this.tail[0] as Uint8Array;
            const drop = Math.min(first.length, this.tailBytes - this.capacityBytes);
            this.droppedBytes += drop;
            this.tailBytes -= drop;
            this.tail = drop === first.length ? this.tail.slice(1) : [first.slice(drop), ...this.tail.slice(1)];
        }
    }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function concat(parts: readonly Uint8Array[]): Uint8Array {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}

import { HeadTailBuffer } from './head-tail-buffer';
import { terminalText } from './terminal-text';

/** What is kept of each end as it was written, in bytes: it may be colours for the most part. */
const RAW_BYTES = 256 * 1024;
/** What is told of each end, in characters; below the limit of a recorded output together, also in UTF-8. */
const TOLD_BYTES = 30 * 1024;
const LINE_BREAK = 0x0a;

const encoder = new TextEncoder();

/** The output of one command, in bounded memory, as text for Claude: its beginning, its end, and how much is between. */
export class KeptOutput {
    private readonly buffer = new HeadTailBuffer(RAW_BYTES);
    private last = LINE_BREAK;

    add(bytes: Uint8Array): void {
        this.buffer.add(bytes);
        this.last = bytes.at(-1) ?? this.last;
    }

    /** Whether the next output begins a line; it does when there is none yet. */
    get isAtLineStart(): boolean {
        return this.last === LINE_BREAK;
    }

    /** Without any control but tabs and line breaks; at most some 61 KiB of UTF-8. */
    text(): string {
        const { head, tail, droppedBytes } = this.buffer.parts();
        if (droppedBytes === 0) {
            const all = terminalText(decode([head, tail]));
            const bytes = encoder.encode(all);
            return bytes.length <= 2 * TOLD_BYTES
                ? all
                : joined(bytes.subarray(0, TOLD_BYTES), bytes.subarray(-TOLD_BYTES), bytes.length - 2 * TOLD_BYTES);
        }
        const first = encoder.encode(terminalText(decode([head])));
        // its first line may begin in the middle of a sequence
        const lineAt = tail.indexOf(LINE_BREAK) + 1;
        const last = encoder.encode(terminalText(decode([tail.subarray(lineAt)])));
        const told = Math.min(first.length, TOLD_BYTES) + Math.min(last.length, TOLD_BYTES);
        const leftOut = droppedBytes + lineAt + first.length + last.length - told;
        return joined(first.subarray(0, TOLD_BYTES), last.subarray(-TOLD_BYTES), leftOut);
    }
}

function joined(head: Uint8Array, tail: Uint8Array, leftOutBytes: number): string {
    const note = `\n… ${leftOutBytes} bytes left out here; write the output to a file to see them …\n`;
    // what is torn at the cut is left out
    const from = tail.findIndex(byte => (byte & 0xc0) !== 0x80);
    const first = new TextDecoder().decode(head, { stream: true });
    return first + note + new TextDecoder().decode(tail.subarray(Math.max(0, from)));
}

function decode(parts: readonly Uint8Array[]): string {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    return parts.map((part, index) => decoder.decode(part, { stream: index < parts.length - 1 })).join('');
}

/** Longer control strings than this are not repeated to a new viewer; it ignores the rest of them. In bytes. */
const MAX_PENDING_BYTES = 64 * 1024;

const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;

type State = 'ground' | 'character' | 'escape' | 'csi' | 'osc' | 'string';

/**
 * Knows whether a position in terminal output is between two characters and control sequences, and which bytes of an
 * unfinished one came before it. A picture of the screen that was cut in the middle of a sequence is completed with
 * them, so that what follows is read as it was meant.
 *
 * Follows the states of xterm's parser, except that C1 controls in two bytes of UTF-8 are taken as characters.
 */
export class EscapeBoundary {
    private state: State = 'ground';
    private missing = 0;
    private unfinished: number[] = [];
    private tooLong = false;

    /** The bytes since the last boundary; empty at one. */
    get pending(): Uint8Array {
        if (!this.tooLong) {
            return Uint8Array.from(this.unfinished);
        }
        return Uint8Array.from(this.state === 'osc' ? [ESC, 0x5d, 0x39, 0x39, 0x39, 0x39, 0x39, 0x3b] : [ESC, 0x5f]);
    }

    /** Goes on over output. */
    feed(bytes: Uint8Array): void {
        for (let i = 0; i < bytes.length; i++) {
            const byte = bytes[i];
            if (this.state === 'ground' && byte < 0x80 && byte !== ESC) {
                continue;
            }
            this.step(byte);
        }
    }

    /** Forgets what is unfinished, as CAN does. */
    reset(): void {
        this.state = 'ground';
        this.tooLong = false;
        this.unfinished = [];
    }

    private step(byte: number): void {
        if (byte === ESC) {
            this.reset();
            this.keep(byte);
            this.state = 'escape';
            return;
        }
        const next = this.after(byte);
        if (next === 'ground') {
            this.reset();
        } else {
            this.keep(byte);
            this.state = next;
        }
    }

    private after(byte: number): State {
        if (byte === CAN || byte === SUB) {
            return 'ground';
        }
        switch (this.state) {
            case 'ground':
                return this.lead(byte);
            case 'character':
                return this.continuation(byte);
            case 'escape':
                return afterEscape(byte);
            case 'csi':
                return byte >= 0x40 && byte <= 0x7e ? 'ground' : 'csi';
            case 'osc':
                return byte === BEL ? 'ground' : 'osc';
            case 'string':
                return 'string';
        }
    }

    private lead(byte: number): State {
        this.missing = byte >= 0xf0 && byte <= 0xf4 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
        return this.missing > 0 && byte <= 0xf4 ? 'character' : 'ground';
    }

    private continuation(byte: number): State {
        if (byte < 0x80 || byte > 0xbf) {
            this.unfinished = [];
            return this.lead(byte);
        }
        this.missing--;
        return this.missing > 0 ? 'character' : 'ground';
    }

    private keep(byte: number): void {
        if (this.unfinished.length >= MAX_PENDING_BYTES) {
            this.tooLong = true;
            return;
        }
        this.unfinished.push(byte);
    }
}

function afterEscape(byte: number): State {
    switch (byte) {
        case 0x5b: // [
            return 'csi';
        case 0x5d: // ]
            return 'osc';
        case 0x50: // P
        case 0x58: // X
        case 0x5e: // ^
        case 0x5f: // _
            return 'string';
        default:
            return byte >= 0x30 && byte <= 0x7e ? 'ground' : 'escape';
    }
}

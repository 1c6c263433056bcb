import { MAX_INPUT_BYTES } from '../common/stream-frames';
import { MAX_PENDING_INPUT_BYTES } from './viewer-stream';

interface NumberedInput {
    seq: number;
    bytes: Uint8Array;
    /** Whether it ever left this page, so that the host may have applied it. */
    everSent: boolean;
    /** Whether it was sent on the attachment that is open now. */
    sent: boolean;
}

/**
 * Input of one page to one session: numbered, kept until the host has applied it, and sent again after a reconnect.
 *
 * Unit: bytes. Numbers start at 1, have no holes, and belong to (page, session); so the outbox outlives a tab that is
 * closed and opened again.
 */
export class InputOutbox {
    private entries: NumberedInput[] = [];
    private lastSeq = 0;
    private bytesPending = 0;

    /** What is not yet known to be applied. */
    get pendingBytes(): number {
        return this.bytesPending;
    }

    /** What waits, as far as it is plain text; Enter is `⏎`. `undefined` where it is more than text. */
    get pendingText(): string | undefined {
        const decoder = new TextDecoder();
        const text = this.entries.map(({ bytes }) => decoder.decode(bytes, { stream: true })).join('');
        const shown = text.replaceAll('\r', '⏎');
        return /\p{Cc}/u.test(shown) ? undefined : shown;
    }

    /** Takes input; a long one is cut into several. False, and nothing is taken, when too much would wait. */
    push(bytes: Uint8Array): boolean {
        if (this.bytesPending + bytes.length > MAX_PENDING_INPUT_BYTES) {
            return false;
        }
        for (let start = 0; start < bytes.length; start += MAX_INPUT_BYTES) {
            const part = bytes.slice(start, start + MAX_INPUT_BYTES);
            this.entries.push({ seq: ++this.lastSeq, bytes: part, everSent: false, sent: false });
            this.bytesPending += part.length;
        }
        return true;
    }

    /** What has to be sent now, in order; it counts as sent from here on. */
    take(): { seq: number; bytes: Uint8Array }[] {
        const unsent = this.entries.filter(entry => !entry.sent);
        for (const entry of unsent) {
            entry.sent = true;
            entry.everSent = true;
        }
        return unsent;
    }

    /** The host has applied everything up to `seq`. A late or doubled word of it changes nothing. */
    applied(seq: number): void {
        this.keep(this.entries.filter(entry => entry.seq > seq));
    }

    /**
     * A new attachment, on which the host says what it applied last: everything later has to be sent again.
     *
     * Where the host knows less than that, it has forgotten this page. What had been sent is then dropped (it may have
     * been applied, and nothing may be applied twice), and the rest is numbered anew.
     */
    attached(appliedSeq: number): void {
        let kept = this.entries.filter(entry => entry.seq > appliedSeq);
        if (kept.length > 0 && kept[0].seq !== appliedSeq + 1) {
            kept = kept.filter(entry => !entry.everSent);
        }
        this.keep(kept);
        this.lastSeq = appliedSeq;
        for (const entry of kept) {
            entry.seq = ++this.lastSeq;
            entry.sent = false;
        }
    }

    /** Forgets everything: the program does not take it. */
    clear(): void {
        this.keep([]);
    }

    /** Forgets what never left this page, as when a tab is closed while offline. */
    dropUnsent(): void {
        const kept = this.entries.filter(entry => entry.everSent);
        this.lastSeq -= this.entries.length - kept.length;
        this.keep(kept);
    }

    private keep(entries: NumberedInput[]): void {
        this.entries = entries;
        this.bytesPending = entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
    }
}

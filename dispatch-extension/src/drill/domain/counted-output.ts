/** The length of one counted line on the wire, in bytes, its line end (CR LF, as a terminal makes it) included. */
export const COUNTED_LINE_BYTES = 100;

const NUMBER_DIGITS = 10;
const LINE_END = '\r\n';

/** What is missing or too much in counted output. All in lines, but `strangeBytes`. */
export interface CountedTally {
    /** Different lines that were seen. */
    seen: number;
    /** Numbers that were passed over. */
    lost: number;
    /** Lines that came again, or out of order. */
    doubled: number;
    /** Bytes of lines that are not as they were written. */
    strangeBytes: number;
    /** The highest number seen; 0 for none. */
    last: number;
}

/** Line `number` (from 1) of the program `mark`, without its line end. ASCII, always of the same length. */
export function countedLine(mark: string, number: number): string {
    const head = `${String(number).padStart(NUMBER_DIGITS, '0')} ${mark} `;
    return head.padEnd(COUNTED_LINE_BYTES - LINE_END.length, 'abcdefghijklmnopqrstuvwxyz');
}

/**
 * Reads the output of a program that prints `countedLine`s from 1 on, and says what of it was lost or doubled.
 * Pieces may be cut anywhere. What comes before the first counted line (a prompt, an echo) is not looked at.
 */
export class CountedOutput {
    readonly tally: CountedTally = { seen: 0, lost: 0, doubled: 0, strangeBytes: 0, last: 0 };
    private readonly decoder = new TextDecoder();
    private rest = '';

    constructor(private readonly mark: string) {}

    take(bytes: Uint8Array): void {
        this.rest += this.decoder.decode(bytes, { stream: true });
        for (let end = this.rest.indexOf('\n'); end >= 0; end = this.rest.indexOf('\n')) {
            this.takeLine(this.rest.slice(0, end).replace(/\r$/, ''));
            this.rest = this.rest.slice(end + 1);
        }
    }

    private takeLine(line: string): void {
        const { tally } = this;
        const number = Number(line.slice(0, NUMBER_DIGITS));
        if (!Number.isInteger(number) || number < 1 || line !== countedLine(this.mark, number)) {
            tally.strangeBytes += tally.seen > 0 ? line.length : 0;
            return;
        }
        if (number <= tally.last) {
            tally.doubled++;
            return;
        }
        tally.lost += number - tally.last - 1;
        tally.seen++;
        tally.last = number;
    }
}

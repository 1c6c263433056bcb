import * as fs from 'node:fs';
import { z } from 'zod';
import { GAP_REASONS, GapReason } from '../../../session/common/stream-frames';
import { readJsonLines } from './json-lines';

const Hole = z.object({ from: z.number().int(), to: z.number().int(), reason: z.enum(GAP_REASONS) });
type Hole = z.infer<typeof Hole>;

/** Why there are holes within a log: a file of one line of JSON for each. A hole that is not in it is damage. */
export class HoleNotes {
    private holes?: Hole[];
    /** The file ends within a line: after a crash, or where a full disk took a part of it. */
    private endsTorn = false;

    constructor(private readonly file: string) {}

    /** Throws what the disk says. */
    add(hole: Hole): void {
        this.all().push(hole);
        const line = `${this.endsTorn ? '\n' : ''}${JSON.stringify(hole)}\n`;
        this.endsTorn = true;
        fs.appendFileSync(this.file, line, { mode: 0o600 });
        this.endsTorn = false;
    }

    /** `undefined` where nothing is noted. */
    reasonAt(position: number): GapReason | undefined {
        return this.all().find(({ from, to }) => from <= position && position < to)?.reason;
    }

    private all(): Hole[] {
        if (!this.holes) {
            const { values, torn } = readJsonLines(this.file, Hole);
            this.holes = values;
            this.endsTorn = torn;
        }
        return this.holes;
    }
}

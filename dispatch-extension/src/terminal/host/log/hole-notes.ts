import * as fs from 'node:fs';
import { z } from 'zod';
import { GAP_REASONS, GapReason } from '../../../session/common/stream-frames';
import { readJsonLines } from './json-lines';

const Hole = z.object({ from: z.number().int(), to: z.number().int(), reason: z.enum(GAP_REASONS) });
type Hole = z.infer<typeof Hole>;

/** Why there are holes within a log: a file of one line of JSON for each. A hole that is not in it is damage. */
export class HoleNotes {
    private holes?: Hole[];

    constructor(private readonly file: string) {}

    /** Throws what the disk says. */
    add(hole: Hole): void {
        this.all().push(hole);
        fs.appendFileSync(this.file, `${JSON.stringify(hole)}\n`, { mode: 0o600 });
    }

    /** `undefined` where nothing is noted. */
    reasonAt(position: number): GapReason | undefined {
        return this.all().find(({ from, to }) => from <= position && position < to)?.reason;
    }

    private all(): Hole[] {
        return (this.holes ??= readJsonLines(this.file, Hole).values);
    }
}

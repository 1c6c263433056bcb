import * as fs from 'node:fs';
import * as path from 'node:path';
import { z } from 'zod';
import { Grid } from '../../../session/common/stream-frames';
import { StructuredLog } from '../../../kernel/host/structured-log';
import { GridChange, GridHistory } from '../../domain/grid-history';
import { OutputTimes } from '../../domain/output-times';
import { ByteLog } from './byte-log';

const RecordedGrid = z.object({ at: z.number().int().nonnegative(), grid: Grid });

/** The files of one terminal: its output, and from where on it had which size. */
export class TerminalStorage {
    readonly bytes: ByteLog;
    readonly grids: GridHistory;
    readonly times: OutputTimes = { between: async () => [] };
    private readonly gridFile: string;

    constructor(
        folder: string,
        private readonly log: StructuredLog
    ) {
        this.bytes = new ByteLog(path.join(folder, 'output'), log);
        this.gridFile = path.join(folder, 'grids.jsonl');
        this.grids = new GridHistory(this.readGrids());
    }

    /** The size changes here. Never throws: what is not recorded costs a wrong line break in an old screen. */
    recordGrid(grid: Grid): void {
        const change = { at: this.bytes.end, grid };
        this.grids.add(change);
        try {
            fs.appendFileSync(this.gridFile, `${JSON.stringify(change)}\n`, { mode: 0o600 });
        } catch (error) {
            this.log.error('terminal.grid-not-recorded', { error });
        }
    }

    /** Syncs and lets go of the files; they can still be read. */
    close(): Promise<void> {
        return this.bytes.close();
    }

    /** A line that was cut off by a crash is left out. */
    private readGrids(): GridChange[] {
        if (!fs.existsSync(this.gridFile)) {
            return [];
        }
        return fs
            .readFileSync(this.gridFile, 'utf8')
            .split('\n')
            .flatMap(line => {
                const parsed = RecordedGrid.safeParse(parseLine(line));
                return parsed.success ? [parsed.data] : [];
            });
    }
}

function parseLine(line: string): unknown {
    try {
        return JSON.parse(line);
    } catch {
        // the torn tail of a crash; the caller leaves it out
        return undefined;
    }
}

import * as fs from 'node:fs';
import * as path from 'node:path';
import { z } from 'zod';
import { Grid } from '../../../session/common/stream-frames';
import { StructuredLog } from '../../../kernel/host/structured-log';
import { GridHistory } from '../../domain/grid-history';
import { ByteLog, ByteLogOptions } from './byte-log';
import { readJsonLines } from './json-lines';

const RecordedGrid = z.object({ at: z.number().int().nonnegative(), grid: Grid });

/** The files of one terminal: its output, and from where on it had which size. Nothing is read before it is asked for. */
export class TerminalStorage {
    readonly bytes: ByteLog;
    /** For the picture of its screen. */
    readonly checkpointFile: string;
    private readonly gridFile: string;
    private gridHistory?: GridHistory;

    constructor(
        folder: string,
        private readonly log: StructuredLog,
        options: ByteLogOptions = {}
    ) {
        this.bytes = new ByteLog(path.join(folder, 'output'), log, options);
        this.gridFile = path.join(folder, 'grids.jsonl');
        this.checkpointFile = path.join(folder, 'screen.checkpoint');
    }

    get grids(): GridHistory {
        return (this.gridHistory ??= this.readGrids());
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

    /** Syncs and lets go of files and memory; it can still be read. */
    async close(): Promise<void> {
        await this.bytes.close();
    }

    /** A crash may have cut a line, or the output before a size that is recorded: both are cut off. */
    private readGrids(): GridHistory {
        const { values, torn } = readJsonLines(this.gridFile, RecordedGrid);
        const { end } = this.bytes;
        const changes = values.filter(({ at }) => at <= end);
        if (torn || changes.length < values.length) {
            const text = changes.map(change => `${JSON.stringify(change)}\n`).join('');
            fs.writeFileSync(`${this.gridFile}.new`, text, { mode: 0o600 });
            fs.renameSync(`${this.gridFile}.new`, this.gridFile);
        }
        return new GridHistory(changes);
    }
}

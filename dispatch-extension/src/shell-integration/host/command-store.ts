import * as fs from 'node:fs';
import * as path from 'node:path';
import { StructuredLog } from '../../kernel/host/structured-log';
import { CommandRecord, MAX_COMMANDS } from '../common/shell-integration-protocol';

/** The file is written anew with what is kept when it holds more than this, in bytes. */
const MAX_FILE_BYTES = 1024 * 1024;
/** A longer line is cut where it is kept, in characters. */
const MAX_KEPT_LINE = 4_096;

/**
 * The newest commands of a terminal, in memory and in `commands.jsonl` beside its output: a line when one starts and
 * another when it ends. Never throws: what the disk refuses is missing after the end of this process.
 */
export class CommandStore {
    private readonly file: string;
    private readonly byNumber = new Map<number, CommandRecord>();
    private fileBytes = 0;

    constructor(
        folder: string,
        private readonly log: StructuredLog
    ) {
        this.file = path.join(folder, 'commands.jsonl');
        this.read();
    }

    /** Oldest first. */
    get all(): CommandRecord[] {
        return [...this.byNumber.values()];
    }

    get last(): CommandRecord | undefined {
        return this.all.at(-1);
    }

    find(n: number): CommandRecord | undefined {
        return this.byNumber.get(n);
    }

    /** Adds a command, or what has become of it. */
    put(command: CommandRecord): void {
        const kept = { ...command, line: command.line.slice(0, MAX_KEPT_LINE) };
        this.keep(kept);
        this.append(`${JSON.stringify(kept)}\n`);
    }

    private keep(command: CommandRecord): void {
        this.byNumber.set(command.n, command);
        const [oldest] = this.byNumber.keys();
        if (this.byNumber.size > MAX_COMMANDS) {
            this.byNumber.delete(oldest);
        }
    }

    private append(line: string): void {
        try {
            fs.appendFileSync(this.file, line, { mode: 0o600 });
            this.fileBytes += Buffer.byteLength(line);
            if (this.fileBytes > MAX_FILE_BYTES) {
                this.rewrite();
            }
        } catch (error) {
            this.log.error('shell.command-not-recorded', { error });
        }
    }

    /** Whole or not at all: a crash in between leaves the old file. Grows by half before the next time. */
    private rewrite(): void {
        const text = this.all.map(command => `${JSON.stringify(command)}\n`).join('');
        fs.writeFileSync(`${this.file}.new`, text, { mode: 0o600 });
        fs.renameSync(`${this.file}.new`, this.file);
        this.fileBytes = Math.min(Buffer.byteLength(text), MAX_FILE_BYTES / 2);
    }

    /** A line that was cut off by a crash is left out. */
    private read(): void {
        if (!fs.existsSync(this.file)) {
            return;
        }
        const text = fs.readFileSync(this.file, 'utf8');
        this.fileBytes = text.length;
        for (const line of text.split('\n')) {
            const parsed = CommandRecord.safeParse(parseLine(line));
            if (parsed.success) {
                this.keep(parsed.data);
            }
        }
        if (text !== '' && !text.endsWith('\n')) {
            this.append('\n');
        }
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

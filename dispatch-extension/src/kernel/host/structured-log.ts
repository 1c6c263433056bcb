import { destination, Logger, pino } from 'pino';

/** Fields of an event. Never keystrokes, output, prompts, replies, tokens or addresses of people. */
export type LogFields = Record<string, unknown>;

/**
 * Named, structured events: `log.info('pty.spawned', { pid })`.
 * *error* means someone must act, *warn* we healed, *info* life cycle, *debug* for us.
 */
export interface StructuredLog {
    error(event: string, fields?: LogFields): void;
    warn(event: string, fields?: LogFields): void;
    info(event: string, fields?: LogFields): void;
    debug(event: string, fields?: LogFields): void;
    /** The same log with fields added to every event. */
    with(fields: LogFields): StructuredLog;
}

/** How much is held of what a full disk does not take, in bytes; later lines are left out until it takes them again. */
const MAX_HELD_BYTES = 1024 * 1024;

/** JSON lines on standard output, by pino. */
export class PinoLog implements StructuredLog {
    constructor(private readonly logger: Logger) {}

    /** `level`: error, warn, info or debug. A line that cannot be written (the disk is full) is held or lost; never throws. */
    static toStdout(name: string, level: string): PinoLog {
        const output = destination({ fd: 1, sync: true, maxLength: MAX_HELD_BYTES });
        // there is nowhere to tell it, and without a listener it would end the process with all that runs in it
        output.on('error', () => undefined);
        return new PinoLog(pino({ name, level, base: { pid: process.pid } }, output));
    }

    error(event: string, fields: LogFields = {}): void {
        this.logger.error(withError(fields), event);
    }
    warn(event: string, fields: LogFields = {}): void {
        this.logger.warn(withError(fields), event);
    }
    info(event: string, fields: LogFields = {}): void {
        this.logger.info(withError(fields), event);
    }
    debug(event: string, fields: LogFields = {}): void {
        this.logger.debug(withError(fields), event);
    }
    with(fields: LogFields): StructuredLog {
        return new PinoLog(this.logger.child(fields));
    }
}

function withError(fields: LogFields): LogFields {
    return fields['error'] instanceof Error ? { ...fields, err: fields['error'], error: undefined } : fields;
}

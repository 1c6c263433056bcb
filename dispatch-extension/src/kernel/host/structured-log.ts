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

/** JSON lines on standard output, by pino. */
export class PinoLog implements StructuredLog {
    constructor(private readonly logger: Logger) {}

    /** `level`: error, warn, info or debug. */
    static toStdout(name: string, level: string): PinoLog {
        return new PinoLog(pino({ name, level, base: { pid: process.pid } }, destination({ fd: 1, sync: true })));
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

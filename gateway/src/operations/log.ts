import { Logger, pino } from 'pino';
import { RotatingFile } from './rotating-file';

/** Fields of an event. Never keys, tokens, cookies, bodies or addresses of people's mail. */
export type LogFields = Record<string, unknown>;

/**
 * Named, structured events: `log.info('ide.started', { pid })`.
 * *error* means someone must act, *warn* we healed, *info* life cycle, *debug* for us.
 */
export interface GatewayLog {
    error(event: string, fields?: LogFields): void;
    warn(event: string, fields?: LogFields): void;
    info(event: string, fields?: LogFields): void;
    debug(event: string, fields?: LogFields): void;
}

/** Values under these names are never written, however they got into a field. */
const REDACTED = ['secret', 'token', 'key', 'cookie', 'authorization'].flatMap(name => [name, `*.${name}`]);

/** Longest string in a field, in UTF-16 units; what is longer is cut, so that a peer cannot flood the log. */
const MAX_FIELD_CHARS = 500;

/** JSON lines, by pino, into a file that is rotated by size. */
export class FileLog implements GatewayLog {
    private constructor(private readonly logger: Logger) {}

    static open(file: RotatingFile, level: string): FileLog {
        return new FileLog(
            pino({ name: 'gateway', level, base: { pid: process.pid }, redact: { paths: REDACTED, censor: '…' } }, file)
        );
    }

    error(event: string, fields: LogFields = {}): void {
        this.logger.error(bounded(fields), event);
    }
    warn(event: string, fields: LogFields = {}): void {
        this.logger.warn(bounded(fields), event);
    }
    info(event: string, fields: LogFields = {}): void {
        this.logger.info(bounded(fields), event);
    }
    debug(event: string, fields: LogFields = {}): void {
        this.logger.debug(bounded(fields), event);
    }
}

function bounded(fields: LogFields): LogFields {
    const entries = Object.entries(fields).map(([name, value]) => [name, boundedValue(value)] as const);
    return Object.fromEntries(entries);
}

function boundedValue(value: unknown): unknown {
    if (value instanceof Error) {
        return { message: value.message.slice(0, MAX_FIELD_CHARS), stack: value.stack?.slice(0, 4_000) };
    }
    return typeof value === 'string' && value.length > MAX_FIELD_CHARS ? `${value.slice(0, MAX_FIELD_CHARS)}…` : value;
}

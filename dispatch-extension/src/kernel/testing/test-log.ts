import { LogFields, StructuredLog } from '../host/structured-log';

/** Keeps what was logged, so that a test can ask for it. */
export class TestLog implements StructuredLog {
    constructor(readonly entries: { level: string; event: string; fields: LogFields }[] = []) {}

    error(event: string, fields: LogFields = {}): void {
        this.entries.push({ level: 'error', event, fields });
    }
    warn(event: string, fields: LogFields = {}): void {
        this.entries.push({ level: 'warn', event, fields });
    }
    info(event: string, fields: LogFields = {}): void {
        this.entries.push({ level: 'info', event, fields });
    }
    debug(event: string, fields: LogFields = {}): void {
        this.entries.push({ level: 'debug', event, fields });
    }
    with(): StructuredLog {
        return new TestLog(this.entries);
    }

    /** The events that someone must look at. */
    get errors(): string[] {
        return this.entries.filter(entry => entry.level === 'error').map(entry => entry.event);
    }
}
